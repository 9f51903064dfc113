import { classNames } from "./class-names";

/** Grey bars in the place of `rows` rows; unseen for the first 150 ms. */
export function Skeleton({ rows = 3, className }: { rows?: number; className?: string }) {
  const keys = Array.from({ length: rows }, (_, index) => `row-${index}`);
  return (
    <div className={classNames("late flex flex-col gap-2 p-3", className)} role="status">
      <span className="sr-only">Loading</span>
      {keys.map((key) => (
        <div key={key} className="h-4 rounded-sm bg-hover odd:w-3/4" />
      ))}
    </div>
  );
}
