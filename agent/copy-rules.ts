/** Copies on their way between switches (docs/adr/0010): matched by a pair of their own, and never given to a bridge that learns. */
import type { Attachment } from "./chains";
import { type Filter, type FilterAction, filterPlace } from "./filter";
import { bridgePortDevice, portDevice } from "./names";
import { PRIORITY } from "./priority";
import type { Copy, CustomerTag, HostTag } from "./protocol";
import { placeOfSegment } from "./segment-place";

const POP: FilterAction = { kind: "pop" };
/** Handles from here on are pairs; those of trunk entries are segment numbers, which end far below. */
const FIRST_PAIR = 2 ** 24;
const CUSTOMER_TAGS = 4096;

interface Pair {
  readonly hostTag: HostTag;
  readonly customerTag: CustomerTag;
}

/**
 * What comes in under the pair of copies goes out by the next port with its pair on.
 *
 * @param target the attachment as whose frames they leave at a machine's port; null in between
 */
export function copyRule(entry: Copy, target: Attachment | null): Filter {
  const match = { kind: "pair", outer: entry.hostTag, inner: entry.customerTag } as const;
  const onward: FilterAction[] =
    target === null
      ? [{ kind: "redirect", device: portDevice(entry.to) }]
      : [POP, POP, ...tagsOf(target), { kind: "redirect", device: beforeTheWayOut(target) }];
  return { ...placeOf(entry), protocol: "802.1ad", match, actions: onward };
}

/** Where that rule stands, wherever it leads. */
export function copyPlace(entry: Copy): string {
  return filterPlace(placeOf(entry));
}

function placeOf({ port, hostTag, customerTag }: Copy): Pick<Filter, "device" | "priority" | "handle"> {
  const handle = FIRST_PAIR + hostTag * CUSTOMER_TAGS + customerTag;
  return { device: portDevice(port), priority: PRIORITY.entry, handle };
}

/** The tags that frames of an attachment's segment have on its bridge. */
export function tagsOf({ hostTag, customerTag, segment }: Attachment): FilterAction[] {
  const { vid } = placeOfSegment(segment);
  return [...pairOn({ hostTag, customerTag }), { kind: "push", id: vid, protocol: "802.1ad" }];
}

/** C, then S. */
export function pairOn({ hostTag, customerTag }: Pair): FilterAction[] {
  return [
    { kind: "push", id: customerTag, protocol: "802.1Q" },
    { kind: "push", id: hostTag, protocol: "802.1ad" },
  ];
}

/** Where the bridge would send a frame for the attachment: so a copy meets the limits there, and leaves as such a frame does. */
export function beforeTheWayOut({ port, segment }: Attachment): string {
  return bridgePortDevice(port, placeOfSegment(segment).bridge);
}
