"use client";

import { useEffect, useState } from "react";

/** A frame crosses a leg in microseconds; it is shown for this long on each, in ms. */
const STEP_MS = 420;

/**
 * Walks from 0 to `target`, one step at a time, and waits there until the target grows.
 *
 * @param key a new key begins at 0 again; null stands still
 * @param atOnce shows the target without walking: for what happened before anybody looked
 */
export function useSteps(key: string | null, target: number, atOnce: boolean): number {
  const [state, setState] = useState<{ key: string | null; step: number }>({ key, step: 0 });
  const step = state.key === key ? Math.min(state.step, target) : 0;
  useEffect(() => {
    if (key === null || atOnce || step >= target) return;
    const timer = setTimeout(() => setState({ key, step: step + 1 }), STEP_MS);
    return () => clearTimeout(timer);
  }, [key, step, target, atOnce]);
  return atOnce ? target : step;
}
