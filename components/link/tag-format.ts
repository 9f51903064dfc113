import type { StackTag } from "@/server/domain/tag-stack";
import type { LinkView } from "@/server/services/link/view";

type Kind = LinkView["encapsulation"]["kind"];

/** How tag 3 is written on a link: a label with VPLS and MPLS in GRE, else a third Q tag (seed paras 57, 101). */
const TAG_3: Record<Kind, StackTag["format"]> = {
  vpls: 0x8847,
  "mpls-gre": 0x8847,
  q: 0x8100,
  vxlan: 0x8100,
  nvgre: 0x8100,
};

/** How tag 3 is written where it is pushed: on the first link in the direction of travel; as a label while that is not known. */
export function tag3Format(links: readonly LinkView[], code: string | undefined): StackTag["format"] {
  const kind = links.find((link) => link.code === code)?.encapsulation.kind;
  return kind === undefined ? 0x8847 : TAG_3[kind];
}

/** How tag 4 is written on a provider link (seed para 104). */
export function tag4Format(kind: Kind): StackTag["format"] {
  if (kind === "vxlan") return "VXLAN";
  return kind === "nvgre" ? "NVGRE" : 0x8847;
}
