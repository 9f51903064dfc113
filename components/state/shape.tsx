import { classNames } from "../ui/class-names";

/** The six shapes of state. A word always stands beside them. */
export type StateShape = "live" | "configured" | "pending" | "degraded" | "failed" | "released";

const COLOURS: Record<StateShape, string> = {
  live: "text-state-live",
  configured: "text-state-configured",
  pending: "text-state-pending",
  degraded: "text-state-degraded",
  failed: "text-state-failed",
  released: "text-state-released",
};

/** A disc, ring, half disc, triangle, square or dash: what a state looks like without its colour. */
export function Shape({ shape, className }: { shape: StateShape; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={classNames("size-3 shrink-0", COLOURS[shape], className)}>
      {drawing(shape)}
    </svg>
  );
}

function drawing(shape: StateShape) {
  switch (shape) {
    case "live":
      return <circle cx="6" cy="6" r="5" fill="currentColor" />;
    case "configured":
      return <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" />;
    case "pending":
      return (
        <>
          <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 1.75a4.25 4.25 0 0 0 0 8.5z" fill="currentColor" />
        </>
      );
    case "degraded":
      return <path d="M6 1 11.5 11H.5z" fill="currentColor" />;
    case "failed":
      return <rect x="1.25" y="1.25" width="9.5" height="9.5" fill="currentColor" />;
    case "released":
      return <rect x="1" y="5" width="10" height="2" fill="currentColor" />;
  }
}
