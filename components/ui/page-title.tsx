"use client";

import { useEffect } from "react";

/** Sets the tab's title to what runs: "allocated · 102A, VLAN 10 to 110A". */
export function PageTitle({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} · Dovetail`;
  }, [children]);
  return null;
}
