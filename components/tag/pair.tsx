import { TagChip } from "./tag-chip";

/** The pair that keeps a VLAN apart from all others: host tag, then customer tag. */
export function Pair({ hostTag, customerTag }: { hostTag: number; customerTag: number }) {
  return (
    <span className="inline-flex gap-1">
      <TagChip tag={{ kind: "host", value: hostTag, format: 0x88a8 }} />
      <TagChip tag={{ kind: "customer", value: customerTag, format: 0x8100 }} />
    </span>
  );
}
