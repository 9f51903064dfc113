"use client";

import { useEffect, useState } from "react";

/** The value once it has been still for `ms`, so that typing is never slowed by the network. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
