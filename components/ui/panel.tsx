import { type ReactNode, useId } from "react";
import { classNames } from "./class-names";

interface PanelProps {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Panel({ title, note, actions, className, children }: PanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classNames("panel min-w-0", className)}>
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-3 py-2">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <h2 id={id} className="text-sm font-semibold">
            {title}
          </h2>
          {note ? <div className="text-xs text-ink-3">{note}</div> : null}
        </div>
        {actions}
      </header>
      {children}
    </section>
  );
}
