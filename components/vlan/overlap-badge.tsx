import { Tooltip } from "../ui/tooltip";

interface OverlapBadgeProps {
  readonly vid: number | null;
  readonly sameVid: number;
  readonly sameRange: number;
  readonly pair: { readonly hostTag: number; readonly customerTag: number };
}

/** Says that others use the same numbers, and why that does no harm. */
export function OverlapBadge({ vid, sameVid, sameRange, pair }: OverlapBadgeProps) {
  if (sameVid === 0 && sameRange === 0) return <span className="text-ink-3">no overlap</span>;
  return (
    <Tooltip
      content={`Inside the fabric your frames are told apart by the pair ${pair.hostTag}.${pair.customerTag}, which nobody else has. ${
        vid === null
          ? ""
          : `That others use VLAN ${vid} or the same addresses does not matter: no rule ever looks at them.`
      }`}
    >
      <button
        type="button"
        className="cursor-help rounded-sm border border-line-strong/60 px-1.5 text-left text-xs leading-[1.125rem] text-ink-2"
      >
        {overlapText(vid, sameVid, sameRange)}
      </button>
    </Tooltip>
  );
}

/** "same VLAN id as 2 other tenants, isolated". */
export function overlapText(vid: number | null, sameVid: number, sameRange: number): string {
  const others = (count: number) => `${count} other ${count === 1 ? "tenant" : "tenants"}`;
  const id = vid === null ? "untagged, as with" : "same VLAN id as";
  const parts = [
    sameVid > 0 ? `${id} ${others(sameVid)}` : null,
    sameRange > 0 ? `same range as ${others(sameRange)}` : null,
  ];
  return `${parts.filter(Boolean).join(", ")}, isolated`;
}
