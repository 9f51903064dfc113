import { Shape } from "../state/shape";

/** Where prediction and observation differ: the loudest thing on the page. */
export function Differences({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div role="alert" className="rounded-md border-2 border-danger bg-danger-soft p-3 text-danger">
      <p className="flex items-center gap-2 text-base font-semibold">
        <Shape shape="failed" className="size-4" />
        Observed differs from predicted
      </p>
      <ul className="mt-1 list-disc pl-8 font-medium">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
