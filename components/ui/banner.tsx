import type { ReactNode } from "react";
import { classNames } from "./class-names";

const LOOKS = {
  note: "border-line bg-sunken text-ink-2",
  warn: "border-state-degraded/60 bg-warn-soft text-warn-ink",
  fault: "border-danger/60 bg-danger-soft text-danger",
} as const;

/** A sentence that stands above what it is about. A fault is announced. */
export function Banner({ look = "note", children }: { look?: keyof typeof LOOKS; children: ReactNode }) {
  return (
    <div
      role={look === "fault" ? "alert" : undefined}
      className={classNames("rounded-md border px-3 py-2 text-table", LOOKS[look])}
    >
      {children}
    </div>
  );
}
