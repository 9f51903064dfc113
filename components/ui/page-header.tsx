import type { ReactNode } from "react";

interface PageHeaderProps {
  readonly title: ReactNode;
  /** What this page shows, in one line. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}

/** The head of each page. */
export function PageHeader({ title, lead, actions }: PageHeaderProps) {
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lg leading-7 font-semibold break-words">
          {title}
        </h1>
        {lead ? <p className="max-w-4xl text-ink-2">{lead}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
