/** Operations as lines for `ip`, `bridge` and `tc -batch`: with iproute-read.ts the only place that names these programs. */
import { createHash } from "node:crypto";
import { BRIDGE_SETTINGS } from "./bridge-settings";
import type { Tunnel } from "./encapsulation/encapsulation";
import { chainText, classifierOf, type Filter, type FilterAction, type FilterMatch, type FrameKeys } from "./filter";
import { typeText } from "./frame-match";
import { COOKIE_MARK, OWNER_ALIAS } from "./names";
import type { Operation } from "./operation";
import { PROBE_ADDRESSES } from "./protocol";
import { TUNNEL_TTL, VXLAN_PORT } from "./tunnel-settings";

export type Tool = "ip" | "bridge" | "tc";

/** A command that takes the lines of a batch on its standard input; it stops at the first bad line. */
export function batchCommand(tool: Tool): string[] {
  return [tool, "-batch", "-"];
}

/** The program that carries out an operation, and its lines. */
export function operationLines(operation: Operation): { tool: Tool; lines: string[] } {
  switch (operation.kind) {
    case "add-vlan":
      return { tool: "bridge", lines: [`vlan add dev ${operation.device} vid ${operation.vid}`] };
    case "delete-vlan":
      return { tool: "bridge", lines: [`vlan del dev ${operation.device} vid ${operation.vid}`] };
    case "forget-addresses":
      return { tool: "bridge", lines: [`fdb flush dev ${operation.device} vlan ${operation.vid} master dynamic`] };
    case "add-ingress":
      return { tool: "tc", lines: [`qdisc add dev ${operation.device} clsact`] };
    case "add-filter":
      return { tool: "tc", lines: [addFilterLine(operation.filter)] };
    case "replace-filter":
      return { tool: "tc", lines: [replaceFilterLine(operation.filter)] };
    case "delete-filter":
      return { tool: "tc", lines: [deleteFilterLine(operation.filter)] };
    default:
      return { tool: "ip", lines: linkLines(operation) };
  }
}

type LinkOperation = Exclude<
  Operation,
  {
    kind:
      | "add-vlan"
      | "delete-vlan"
      | "forget-addresses"
      | "add-ingress"
      | "add-filter"
      | "replace-filter"
      | "delete-filter";
  }
>;

function linkLines(operation: LinkOperation): string[] {
  const set = `link set dev ${operation.device}`;
  switch (operation.kind) {
    case "add-bridge":
      return [
        `link add name ${operation.device} mtu ${operation.mtu} type bridge ${bridgeOptions()}`,
        `${set} alias ${OWNER_ALIAS}`,
      ];
    case "set-bridge":
      return [`${set} type bridge ${bridgeOptions()}`];
    case "limit-learned":
      return [`${set} type bridge fdb_max_learned ${operation.most}`];
    case "add-pair":
      return [
        `link add name ${operation.device} mtu ${operation.mtu} type veth peer name ${operation.peer} mtu ${operation.mtu}`,
        `${set} alias ${OWNER_ALIAS}`,
        `link set dev ${operation.peer} alias ${OWNER_ALIAS}`,
      ];
    case "add-tunnel":
      return [tunnelLine(operation.tunnel), `${set} alias ${OWNER_ALIAS}`];
    case "delete-link":
    case "delete-tunnel":
      return [`link delete dev ${operation.device}`];
    case "set-mtu":
      return [`${set} mtu ${operation.mtu}`];
    case "set-segments":
      return [`${set} gso_max_segs ${operation.segments}`];
    case "silence":
      return [`${set} addrgenmode none`];
    case "listen":
      return [`${set} promisc on`];
    case "enslave":
      return [`${set} master ${operation.master}`];
    case "release":
      return [`${set} nomaster`];
    case "open":
      return [`${set} up`];
    case "close-port":
      return [`${set} down`];
  }
}

/** GRE with a fixed TTL sets "do not fragment" by itself. */
function tunnelLine(tunnel: Tunnel): string {
  const add = `link add name ${tunnel.device} mtu ${tunnel.mtu}`;
  const ends = `local ${tunnel.local} remote ${tunnel.remote} ttl ${TUNNEL_TTL}`;
  if (tunnel.kind === "vxlan") {
    return `${add} type vxlan id ${tunnel.id} ${ends} dstport ${VXLAN_PORT} nolearning df set`;
  }
  return tunnel.kind === "gretap" ? `${add} type gretap ${ends} key ${tunnel.key}` : `${add} type gre ${ends}`;
}

function bridgeOptions(): string {
  const { vlanFiltering, vlanProtocol, defaultPvid, multicastSnooping, spanningTree } = BRIDGE_SETTINGS;
  const filtering = `vlan_filtering ${Number(vlanFiltering)} vlan_protocol ${vlanProtocol}`;
  return `${filtering} vlan_default_pvid ${defaultPvid} mcast_snooping ${Number(multicastSnooping)} stp_state ${Number(spanningTree)}`;
}

/** The line that adds a rule; each action carries our mark and the start of a hash of what the rule is. */
export function addFilterLine(filter: Filter): string {
  return `filter add ${ruleText(filter)}`;
}

/** The line that puts a rule into its place, whatever rule is there: each frame meets the old one or the new one. */
export function replaceFilterLine(filter: Filter): string {
  return `filter replace ${ruleText(filter)}`;
}

function ruleText(filter: Filter): string {
  const place = placeText(filter);
  const match = matchText(filter.match, filter.handle);
  const actions = filter.actions.map((action) => `action ${actionText(action)}`);
  const cookie = cookieOf(`${place} ${match} ${actions.join(" ")}`);
  return `${place} ${match} ${actions.map((action) => `${action} cookie ${cookie}`).join(" ")}`;
}

/** The line that removes just this rule: device, priority, protocol and handle name it. */
export function deleteFilterLine(filter: Filter): string {
  // What is alone in its priority goes with it: the kernel itself numbers the rules of u32.
  if (filter.match.kind === "forged") return `filter del ${placeText(filter)} u32`;
  return `filter del ${placeText(filter)} handle ${filter.handle} ${classifierOf(filter.match)}`;
}

function placeText(filter: Filter): string {
  return `dev ${filter.device} ingress ${chainText(filter)}prio ${filter.priority} protocol ${filter.protocol}`;
}

function matchText(match: FilterMatch, handle: number): string {
  switch (match.kind) {
    case "every":
      return "matchall";
    case "any":
      return `handle ${handle} flower`;
    case "vlan":
      return `handle ${handle} flower vlan_id ${match.vlan}`;
    case "pair":
      return `handle ${handle} flower vlan_id ${match.outer} vlan_ethtype 802.1Q cvlan_id ${match.inner}`;
    case "label":
      return `handle ${handle} flower mpls_label ${match.label}`;
    case "label-pair":
      return `handle ${handle} flower mpls lse depth 1 label ${match.outer} lse depth 2 label ${match.inner}`;
    case "destination":
      return `handle ${handle} flower dst_mac ${match.mac}`;
    case "frame":
      return `handle ${handle} flower ${keysText(match.keys)}`;
    case "forged":
      return `u32 match mark 0 0xffffffff match u16 0x${PROBE_ADDRESSES.replace(":", "")} 0xffff at ${OFFSETS[match.address]}`;
    case "other":
      throw new Error(`A rule with the match "${match.text}" was read, and is never added.`);
  }
}

/** From the end of the header of Ethernet, octets. */
const OFFSETS = { destination: -14, source: -8 } as const;

/** tc wants a field after the one that says what it is a field of. */
function keysText(keys: FrameKeys): string {
  const words = [
    ["vlan_id", keys.vlan],
    ["vlan_prio", keys.vlanPriority],
    ["vlan_ethtype", keys.innerType === undefined ? undefined : typeText(keys.innerType)],
    ["dst_mac", keys.destination],
    ["src_mac", keys.source],
    ["ip_proto", keys.ipProtocol],
    ["src_ip", keys.sourceIp],
    ["dst_ip", keys.destinationIp],
    ["src_port", keys.sourcePort],
    ["dst_port", keys.destinationPort],
  ];
  return words.flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`])).join(" ");
}

function actionText(action: FilterAction): string {
  switch (action.kind) {
    case "push":
      return `vlan push id ${action.id} protocol ${action.protocol} pipe`;
    case "pop":
      return "vlan pop pipe";
    case "retag":
      return `vlan modify id ${action.id} protocol 802.1Q pipe`;
    case "police":
      return `police rate ${action.rate}bit burst ${action.burst} mtu ${action.mtu ?? 65_535} overhead ${action.overhead} conform-exceed ${action.over ?? "drop"}/pipe`;
    case "goto":
      return `goto chain ${action.chain}`;
    case "continue":
      return "continue";
    case "copy":
      return `mirred egress mirror dev ${action.device} pipe`;
    case "readdress":
      return `pedit ex munge eth dst set ${action.destination} pipe`;
    case "redirect":
      return `mirred egress redirect dev ${action.device}`;
    case "mark":
      return `skbedit mark ${action.mark} pipe`;
    case "enter":
      return `mirred ingress redirect dev ${action.device}`;
    case "drop":
      return "drop";
    case "push-label":
      return `mpls mac_push label ${action.label} ttl ${action.ttl} pipe`;
    case "pop-label":
      return "mpls pop protocol teb pipe";
    case "push-outer-label":
      return `mpls push label ${action.label} ttl ${action.ttl} pipe`;
    case "pop-outer-label":
      return "mpls pop protocol mpls_uc pipe";
    case "push-ethernet":
      return `vlan push_eth dst_mac ${action.destination} src_mac ${action.source} pipe`;
    case "pop-ethernet":
      return "vlan pop_eth pipe";
    case "other":
      throw new Error(`The action "${action.text}" was read, and is never added.`);
  }
}

/** Eight octets: our mark and six of a hash; tc takes sixteen at most. */
function cookieOf(text: string): string {
  return `${COOKIE_MARK}${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
}
