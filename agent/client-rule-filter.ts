/** A tenant's rule as a rule of the kernel, in the chain of the attachment whose frames it is asked about. */
import { type Attachment, onwardChain } from "./chains";
import { beforeTheWayOut, pairOn, tagsOf } from "./copy-rules";
import type { Filter, FilterAction, FilterMatch, FrameKeys } from "./filter";
import { frameMatch } from "./frame-match";
import { retag } from "./inner-vlan";
import { ipv4Prefix } from "./ipv4-prefix";
import { portDevice } from "./names";
import { octetsBesideCount } from "./octets";
import { policeOf, policeOrContinue } from "./police";
import { CHAIN_PRIORITY } from "./priority";
import type { ClientRule, ClientVlan, PortNumber } from "./protocol";

const IPV4 = 0x0800;
const TAG_TYPES: ReadonlySet<number> = new Set([0x8100, 0x88a8]);
const HANDLE = 1;

/** Where copies that an attachment's rules make can go. */
export interface CopyTargets {
  /** As frames of which attachment of the same client system they leave at a port; null where it has none. */
  at(entry: Attachment, port: PortNumber): Attachment | null;
  /** Whether a port leads to another switch. */
  leadOn(port: PortNumber): boolean;
}

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
      if (action.onward !== undefined) {
        return targets.leadOn(action.port) ? copyOnward(entry, action.port, action.onward) : null;
      }
      const target = targets.at(entry, action.port);
      return target === null ? null : copyTo(entry, target);
    }
  }
}

/** The copy is given the target's pair and segment number and goes where its bridge would send it. */
function copyTo(entry: Attachment, target: Attachment): FilterAction[] {
  const inside = target.innerVlan ?? target.clientVlan;
  return copied(entry, inside, tagsOf(target), beforeTheWayOut(target));
}

type Onward = NonNullable<Extract<ClientRule["action"], { kind: "mirror" }>["onward"]>;

/**
 * The copy goes to the next switch under a pair of copies. It is made before the attachment's limits are asked; so that it
 * takes no more of what switches share than those admit, they hold for copies by themselves: what is over is not copied.
 */
function copyOnward(entry: Attachment, port: PortNumber, onward: Onward): FilterAction[] {
  const bandwidth = entry.profile?.bandwidth ?? null;
  const limit = bandwidth === null ? [] : [policeOrContinue(bandwidth, octetsBesideCount(entry, "in"))];
  return [...limit, ...copied(entry, onward.innerVlan, pairOn(onward), portDevice(port))];
}

/** A copy with another VLAN id and tags leaves by a device; then the frame itself is made what it was. */
function copied(entry: Attachment, inside: ClientVlan, tags: readonly FilterAction[], device: string): FilterAction[] {
  const own = entry.clientVlan;
  return [
    ...retag(own, inside),
    ...tags,
    { kind: "copy", device },
    ...tags.map((): FilterAction => ({ kind: "pop" })),
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
