/** One rule on a device's ingress as a value: what it matches and what it does with the frame. */
import { alike } from "./alike";
import { toldSize } from "./told-size";

/** What a tag's EtherType is called where it is pushed or matched: 802.1ad is 0x88a8, 802.1Q is 0x8100. */
export type TagProtocol = "802.1Q" | "802.1ad";

export type FilterMatch =
  | { readonly kind: "every" }
  | { readonly kind: "vlan"; readonly vlan: number }
  /** Outer 802.1ad number and, under it, an 802.1Q number. */
  | { readonly kind: "pair"; readonly outer: number; readonly inner: number }
  /** Every frame too, but by a classifier whose rules are replaced in one step. */
  | { readonly kind: "any" }
  | { readonly kind: "label"; readonly label: number }
  /** The two outermost labels of a stack. */
  | { readonly kind: "label-pair"; readonly outer: number; readonly inner: number }
  | { readonly kind: "destination"; readonly mac: string }
  | { readonly kind: "frame"; readonly keys: FrameKeys }
  /** Frames with a probe's address that no probe program of ours sent: what it sends bears a mark. */
  | { readonly kind: "forged"; readonly address: "source" | "destination" }
  /** A match that no rule of ours has; the text tells two of them apart. */
  | { readonly kind: "other"; readonly classifier: string; readonly text: string };

/** Fields of a frame that must all be so; absent ones are not asked. Addresses are as tc tells them. */
export interface FrameKeys {
  /** The outermost tag's number, and its priority. */
  readonly vlan?: number;
  readonly vlanPriority?: number;
  /** EtherType under the outermost tag. */
  readonly innerType?: number;
  /** A MAC address; with "/44" its first bits, with "/" and an address those bits. */
  readonly destination?: string;
  readonly source?: string;
  readonly ipProtocol?: "icmp" | "tcp" | "udp";
  /** An address, or a prefix with its length. */
  readonly sourceIp?: string;
  readonly destinationIp?: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
}

export type FilterAction =
  | { readonly kind: "push"; readonly id: number; readonly protocol: TagProtocol }
  | { readonly kind: "pop" }
  /** Gives the outermost tag another 802.1Q number; its priority stays. */
  | { readonly kind: "retag"; readonly id: number }
  | { readonly kind: "redirect"; readonly device: string }
  /** Marks the frame for rules that it meets later on its way through this kernel. */
  | { readonly kind: "mark"; readonly mark: number }
  /** The frame comes in at the device, as if it had come by its cable. */
  | { readonly kind: "enter"; readonly device: string }
  | { readonly kind: "drop" }
  /**
   * Drops what comes faster: bit/s, octets at once, and octets of each frame that the kernel does not see there; and what
   * is larger than `mtu` octets as it sees them.
   */
  | {
      readonly kind: "police";
      readonly rate: number;
      readonly burst: number;
      readonly overhead: number;
      readonly mtu?: number;
      /** What comes faster is not dropped: the next rules are asked about it. */
      readonly over?: "continue";
    }
  /** Further rules of the same device are asked, from the first of another chain. */
  | { readonly kind: "goto"; readonly chain: number }
  /** The next rules of the chain are asked. */
  | { readonly kind: "continue" }
  /** Sends a copy; the frame itself goes on. */
  | { readonly kind: "copy"; readonly device: string }
  /** Gives the frame another destination MAC. */
  | { readonly kind: "readdress"; readonly destination: string }
  /** Pushes an MPLS label in front of the MAC header (RFC 4448: Ethernet over MPLS). */
  | { readonly kind: "push-label"; readonly label: number; readonly ttl: number }
  /** Pops the label; what is under it is an Ethernet frame. */
  | { readonly kind: "pop-label" }
  /** Pushes a label over a label (RFC 3032). */
  | { readonly kind: "push-outer-label"; readonly label: number; readonly ttl: number }
  /** Pops a label under which another one is. */
  | { readonly kind: "pop-outer-label" }
  | { readonly kind: "push-ethernet"; readonly destination: string; readonly source: string }
  | { readonly kind: "pop-ethernet" }
  | { readonly kind: "other"; readonly text: string };

export interface Filter {
  readonly device: string;
  /** Absent: the first chain, where every frame begins. */
  readonly chain?: number;
  /** Lower is asked first. All rules of one priority have one protocol. */
  readonly priority: number;
  readonly protocol: string;
  /** Number of the rule in its priority, chosen by us so that a rule is found again. */
  readonly handle: number;
  readonly match: FilterMatch;
  readonly actions: readonly FilterAction[];
}

/** The handle of a rule that is alone in its priority; rules of u32 are told apart by their priority only. */
export const ONLY_HANDLE = 1;

/** Where a rule stands: two rules with one place cannot be in the kernel together. */
export function filterPlace({
  device,
  chain,
  priority,
  handle,
}: Pick<Filter, "device" | "chain" | "priority" | "handle">): string {
  // Joined, not built from a template: the kernel's rules are many, and a joined text takes half the memory.
  const place = ["prio", priority, "handle", handle];
  return (chain === undefined ? [device, ...place] : [device, "chain", chain, ...place]).join(" ");
}

/** "chain 655360 " of a rule that is not in the first chain, as tc writes it. */
export function chainText({ chain }: Pick<Filter, "chain">): string {
  return chain === undefined ? "" : `chain ${chain} `;
}

/** True when two rules match alike; cookies, counters and actions play no part. */
export function sameMatch(a: Filter, b: Filter): boolean {
  return a.protocol === b.protocol && alike(a.match, b.match);
}

/** True when two rules stand in one place and do the same to the same frames. */
export function sameFilter(a: Filter, b: Filter): boolean {
  return filterPlace(a) === filterPlace(b) && sameMatch(a, b) && alike(a.actions, b.actions, isToldAlike);
}

/** The program's name for how the kernel finds the frames of a match. */
export function classifierOf(match: FilterMatch): string {
  if (match.kind === "every") return "matchall";
  if (match.kind === "forged") return "u32";
  return match.kind === "other" ? match.classifier : "flower";
}

/** True when the kernel can put one rule in the other's place in one step: flower alone knows how. */
export function isReplaceable(held: Filter, by: Filter): boolean {
  return held.protocol === by.protocol && [held, by].every(({ match }) => classifierOf(match) === "flower");
}

/** tc tells some sizes of limits rounded. */
function isToldAlike(key: string, a: unknown, b: unknown): boolean {
  return key === "mtu" && typeof a === "number" && typeof b === "number" && toldSize(a) === toldSize(b);
}
