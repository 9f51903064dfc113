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
      content={`${rangeText(sameRange)}Inside the fabric your frames are told apart by the pair ${pair.hostTag}.${pair.customerTag}, which nobody else has. ${
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

function rangeText(sameRange: number): string {
  if (sameRange === 0) return "";
  return `${sameRange} other ${sameRange === 1 ? "tenant uses" : "tenants use"} an overlapping IP range too. `;
}

/** "same VLAN id as 2 other tenants, isolated". */
export function overlapText(vid: number | null, sameVid: number, sameRange: number): string {
  const others = (count: number) => `${count} other ${count === 1 ? "tenant" : "tenants"}`;
  const id = vid === null ? "untagged, as with" : "same VLAN id as";
  if (sameVid > 0) return `${id} ${others(sameVid)}, isolated`;
  return `same range as ${others(sameRange)}, isolated`;
}
