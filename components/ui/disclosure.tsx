import type { ReactNode } from "react";

/** More for those who want it; closed at first. */
export function Disclosure({ summary, children, open }: { summary: ReactNode; children: ReactNode; open?: boolean }) {
  return (
    <details open={open} className="group min-w-0">
      <summary className="flex w-fit items-center gap-1.5 text-table font-medium text-ink-2 hover:text-ink">
        <span aria-hidden className="inline-block text-ink-3 transition-transform group-open:rotate-90">
          ›
        </span>
        {summary}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}
