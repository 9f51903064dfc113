/** A tenant's rule as a rule of the kernel, in the chain of the attachment whose frames it is asked about. */
import { type Attachment, onwardChain } from "./chains";
import type { Filter, FilterAction, FilterMatch, FrameKeys } from "./filter";
import { frameMatch } from "./frame-match";
import { retag } from "./inner-vlan";
import { ipv4Prefix } from "./ipv4-prefix";
import { bridgePortDevice, portDevice } from "./names";
import { octetsBesideCount } from "./octets";
import { policeOf } from "./police";
import { CHAIN_PRIORITY } from "./priority";
import type { ClientRule, PortNumber } from "./protocol";
import { placeOfSegment } from "./segment-place";

const IPV4 = 0x0800;
const TAG_TYPES: ReadonlySet<number> = new Set([0x8100, 0x88a8]);
const HANDLE = 1;

/** Where copies that an attachment's rules send to a port leave: as frames of which attachment of the same client system. */
export type CopyTargets = (entry: Attachment, port: PortNumber) => Attachment | null;

/** The rule's filter; null when no frame can ever meet it, or a copy has nowhere to go. */
export function ruleFilter(
  entry: Attachment,
  { match, action }: ClientRule,
  chain: number,
  index: number,
  targets: CopyTargets,
): Filter | null {
  const asked = askedOf(entry, match);
  const actions = actionsOf(entry, action, targets);
  if (asked === null || actions === null) return null;
  const place = { device: portDevice(entry.port), chain, priority: CHAIN_PRIORITY.rules + index, handle: HANDLE };
  return { ...place, ...asked, actions };
}

function actionsOf(entry: Attachment, action: ClientRule["action"], targets: CopyTargets): FilterAction[] | null {
  const onward: FilterAction = { kind: "goto", chain: onwardChain(entry) };
  switch (action.kind) {
    case "drop":
      return [{ kind: "drop" }];
    case "allow":
      return [onward];
    case "rate-limit":
      return [policeOf(action.bandwidth, octetsBesideCount(entry, "in")), onward];
    case "mirror": {
      const target = targets(entry, action.port);
      return target === null ? null : copyTo(entry, target);
    }
  }
}

/**
 * The copy is given the target's pair and segment number and goes where its bridge would send it, so that it leaves there
 * as a frame of that segment does. Then the frame itself is made what it was.
 */
function copyTo(entry: Attachment, target: Attachment): FilterAction[] {
  const { bridge, vid } = placeOfSegment(target.segment);
  const own = entry.clientVlan;
  const inside = target.innerVlan ?? target.clientVlan;
  return [
    ...retag(own, inside),
    { kind: "push", id: target.customerTag, protocol: "802.1Q" },
    { kind: "push", id: target.hostTag, protocol: "802.1ad" },
    { kind: "push", id: vid, protocol: "802.1ad" },
    { kind: "copy", device: bridgePortDevice(target.port, bridge) },
    ...[1, 2, 3].map((): FilterAction => ({ kind: "pop" })),
    ...retag(inside, own),
    { kind: "continue" },
  ];
}

type Asked = { readonly protocol: string; readonly match: FilterMatch };

/** What is asked of a frame; null when no frame of this attachment can be so. */
function askedOf({ clientVlan }: Attachment, match: ClientRule["match"]): Asked | null {
  const { sourceIp, destinationIp, ipProtocol, sourcePort, destinationPort } = match;
  const hasPorts = sourcePort !== undefined || destinationPort !== undefined;
  if (hasPorts && ipProtocol !== "tcp" && ipProtocol !== "udp") return null;
  const isIp = [sourceIp, destinationIp, ipProtocol].some((field) => field !== undefined);
  const type = match.etherType ?? (isIp ? IPV4 : undefined);
  if (isIp && type !== IPV4) return null;
  const keys: FrameKeys = {
    destination: match.destinationMac,
    source: match.sourceMac,
    ipProtocol,
    sourceIp: ipv4Prefix(sourceIp),
    destinationIp: ipv4Prefix(destinationIp),
    sourcePort,
    destinationPort,
  };
  if (clientVlan !== "untagged") return frameMatch({ ...keys, vlanPriority: match.priority, innerType: type });
  if (match.priority !== undefined || (type !== undefined && TAG_TYPES.has(type))) return null;
  return frameMatch(keys, type);
}
