import { TagChip } from "./tag-chip";

/** The client's own VLAN id; untagged is a word, never a number. */
export function ClientVlan({ vid }: { vid: number | null | "untagged" }) {
  if (vid === null || vid === "untagged") return <span className="text-ink-2">untagged</span>;
  return <TagChip tag={{ kind: "client", value: vid, format: 0x8100 }} />;
}

/** The same in a sentence: "VLAN 10" or "untagged frames". */
export function vlanText(vid: number | null): string {
  return vid === null ? "untagged frames" : `VLAN ${vid}`;
}
