/** A match of several fields of a frame. The kernel tells some of them in a shorter form: the match then has that form. */
import type { FilterMatch, FrameKeys } from "./filter";

/** A rule's protocol and match. `etherType` is that of the frame itself; under a tag it is one of the keys. */
export function frameMatch(keys: FrameKeys, etherType?: number): { protocol: string; match: FilterMatch } {
  const isUnderTag = keys.vlanPriority !== undefined || keys.innerType !== undefined;
  if (etherType !== undefined) return { protocol: typeText(etherType), match: typedMatch(keys) };
  return { protocol: isUnderTag ? "802.1Q" : "all", match: plainMatch(keys) };
}

/** An EtherType as rules have it: "0x88b5". */
export function typeText(etherType: number): string {
  return `0x${etherType.toString(16).padStart(4, "0")}`;
}

function typedMatch(keys: FrameKeys): FilterMatch {
  const { destination, ...others } = keys;
  const isAlone = destination !== undefined && Object.values(others).every((value) => value === undefined);
  return isAlone ? { kind: "destination", mac: destination } : plainMatch(keys);
}

function plainMatch(keys: FrameKeys): FilterMatch {
  const asked = Object.values(keys).some((value) => value !== undefined);
  return asked ? { kind: "frame", keys } : { kind: "any" };
}
