import type { ReactNode } from "react";

interface EmptyStateProps {
  /** What there is none of, as a sentence. */
  readonly title: string;
  /** The next action, in words. */
  readonly children: ReactNode;
  /** The button of the next action. */
  readonly action?: ReactNode;
  /** The API call behind that action. */
  readonly call?: string;
}

/** An empty list is an instruction: the next action and its API call. */
export function EmptyState({ title, children, action, call }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 p-6">
      <div>
        <p className="font-medium">{title}</p>
        <p className="max-w-prose text-ink-2">{children}</p>
      </div>
      {action}
      {call ? (
        <p className="text-xs text-ink-3">
          By API: <code className="number text-ink-2">{call}</code>
        </p>
      ) : null}
    </div>
  );
}
