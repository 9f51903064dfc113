/** A plan for people to read: one line an operation, what would be done and for whom. */
import type { Tunnel } from "./encapsulation/encapsulation";
import { chainText, type Filter, type FilterAction, type FilterMatch } from "./filter";
import type { Operation } from "./operation";

/** The dry run of a plan; says so when there is nothing to do. */
export function planText(operations: readonly Operation[]): string {
  if (operations.length === 0) return "Nothing to do: the switch holds what is desired.";
  const width = String(operations.length).length;
  return operations.map((operation, index) => `${String(index + 1).padStart(width)}  ${line(operation)}`).join("\n");
}

function line(operation: Operation): string {
  const { object } = operation.scope;
  return `${operationText(operation)}${/^(entry|transit) /.test(object) ? `  (${object})` : ""}`;
}

/** One operation in words. */
export function operationText(operation: Operation): string {
  switch (operation.kind) {
    case "add-bridge":
      return `make bridge ${operation.device}, MTU ${operation.mtu}`;
    case "set-bridge":
      return `set bridge ${operation.device} as it must be`;
    case "limit-learned":
      return `let ${operation.device} learn ${operation.most === 0 ? "any number of" : `at most ${operation.most}`} addresses`;
    case "add-pair":
      return `make pair ${operation.device} - ${operation.peer}, MTU ${operation.mtu}`;
    case "add-tunnel":
      return `make tunnel ${operation.device}, ${tunnelText(operation.tunnel)}`;
    case "set-mtu":
      return `set MTU of ${operation.device} to ${operation.mtu}`;
    case "set-segments":
      return `let ${operation.device} take ${operation.segments === 1 ? "one frame" : "many frames"} at once`;
    case "enslave":
      return `make ${operation.device} a port of ${operation.master}`;
    case "add-vlan":
    case "delete-vlan":
      return `${operation.kind === "add-vlan" ? "put" : "take"} ${operation.device} ${
        operation.kind === "add-vlan" ? "into" : "out of"
      } segment ${operation.vid}`;
    case "forget-addresses":
      return `forget addresses of segment ${operation.vid} at ${operation.device}`;
    case "add-filter":
      return `add rule ${filterText(operation.filter)}`;
    case "replace-filter":
      return `replace by rule ${filterText(operation.filter)}`;
    case "delete-filter":
      return `remove rule ${filterText(operation.filter)}`;
    default:
      return `${SIMPLE[operation.kind]} ${operation.device}`;
  }
}

const SIMPLE = {
  "close-port": "close",
  "delete-link": "remove link",
  "delete-tunnel": "remove tunnel",
  listen: "take all frames at",
  silence: "keep the switch's own IPv6 off",
  "add-ingress": "add clsact to",
  release: "take out of its bridge",
  open: "open",
} as const;

function tunnelText(tunnel: Tunnel): string {
  const ends = `${tunnel.local} to ${tunnel.remote}, MTU ${tunnel.mtu}`;
  if (tunnel.kind === "vxlan") return `VXLAN ${tunnel.id}, ${ends}`;
  return tunnel.kind === "gretap" ? `NVGRE key ${tunnel.key}, ${ends}` : `GRE, ${ends}`;
}

/** A rule in words: `p-1 prio 10: VLAN 10 -> push 200, push s100, push s11, to a-1`; "s" marks an 802.1ad tag. */
export function filterText(filter: Filter): string {
  const { device, priority, protocol, match, actions } = filter;
  return `${device} ${chainText(filter)}prio ${priority}: ${matchText(match, protocol)} -> ${actions.map(actionText).join(", ")}`;
}

function matchText(match: FilterMatch, protocol: string): string {
  switch (match.kind) {
    case "every":
    case "any":
      return protocol === "all" ? "every frame" : `every ${protocol} frame`;
    case "vlan":
      return `${protocol === "802.1ad" ? "segment" : "VLAN"} ${match.vlan}`;
    case "pair":
      return `pair ${match.outer}.${match.inner}`;
    case "label":
      return `label ${match.label}`;
    case "label-pair":
      return `label ${match.outer} over ${match.inner}`;
    case "destination":
      return `frames to ${match.mac}`;
    case "frame":
      return `${protocol} frames with ${JSON.stringify(match.keys)}`;
    case "forged":
      return `forged probes by their ${match.address}`;
    case "other":
      return match.text;
  }
}

function actionText(action: FilterAction): string {
  switch (action.kind) {
    case "push":
      return `push ${action.protocol === "802.1ad" ? "s" : ""}${action.id}`;
    case "retag":
      return `change the VLAN to ${action.id}`;
    case "police":
      return action.mtu === undefined ? `limit to ${action.rate} bit/s` : `limit to ${action.mtu} octets`;
    case "goto":
      return `on in chain ${action.chain}`;
    case "copy":
      return `copy to ${action.device}`;
    case "readdress":
      return `readdress to ${action.destination}`;
    case "mark":
      return `mark ${action.mark}`;
    case "enter":
      return `in at ${action.device}`;
    case "redirect":
      return `to ${action.device}`;
    case "push-label":
      return `push label ${action.label}`;
    case "push-outer-label":
      return `push outer label ${action.label}`;
    case "pop-outer-label":
      return "pop outer label";
    case "push-ethernet":
      return `push Ethernet to ${action.destination}`;
    case "pop-label":
      return "pop label";
    case "pop-ethernet":
      return "pop Ethernet";
    case "other":
      return action.text;
    default:
      return action.kind;
  }
}
