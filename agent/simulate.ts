/** What the kernel holds after an operation, as far as the planner can know: lets it plan on before it has read back. */
import type { Actual, ActualLink } from "./actual";
import { BRIDGE_SETTINGS } from "./bridge-settings";
import type { Tunnel } from "./encapsulation/encapsulation";
import { type Filter, type FilterAction, filterPlace } from "./filter";
import { OWNER_ALIAS } from "./names";
import type { Operation } from "./operation";
import { settingsOf } from "./tunnel-settings";

/** What a new link is given by the kernel are unknown until it is read back. */
const UNKNOWN_MAC = "00:00:00:00:00:00";
/** Where the kernel says that a rule sends to, when the device is gone. */
const NOWHERE = "*";

/** The state after all operations, each taken to succeed. */
export function simulate(actual: Actual, operations: readonly Operation[]): Actual {
  return operations.reduce(after, actual);
}

function after(actual: Actual, operation: Operation): Actual {
  switch (operation.kind) {
    case "close-port":
      return withLink(actual, operation.device, { up: false });
    case "open":
      return withLink(actual, operation.device, { up: true });
    case "set-mtu":
      return withLink(actual, operation.device, { mtu: operation.mtu });
    case "silence":
      return withLink(actual, operation.device, { quiet: true });
    case "listen":
      return withLink(actual, operation.device, { promiscuous: true });
    case "enslave":
      return {
        ...withLink(actual, operation.device, { master: operation.master }),
        vlans: vlansWithout(actual, operation),
      };
    case "release":
      return { ...withLink(actual, operation.device, { master: null }), vlans: vlansWithout(actual, operation) };
    case "set-bridge":
      return withLink(actual, operation.device, { bridge: BRIDGE_SETTINGS });
    case "add-bridge":
      return addLinks(actual, [newLink(actual, operation, { kind: "bridge", bridge: BRIDGE_SETTINGS })]);
    case "add-pair":
      return addLinks(actual, [
        newLink(actual, operation, { kind: "veth", peer: operation.peer }),
        newLink(actual, { ...operation, device: operation.peer }, { kind: "veth", peer: operation.device }),
      ]);
    case "add-tunnel":
      return addLinks(actual, [newLink(actual, operation.tunnel, tunnelPart(operation.tunnel))]);
    case "delete-link":
    case "delete-tunnel":
      return withoutLink(actual, operation.device);
    case "add-ingress":
      return { ...actual, ingress: [...actual.ingress, operation.device] };
    case "add-vlan":
      return { ...actual, vlans: [...actual.vlans, { device: operation.device, vid: operation.vid, flags: [] }] };
    case "delete-vlan":
      return {
        ...actual,
        vlans: actual.vlans.filter((vlan) => vlan.device !== operation.device || vlan.vid !== operation.vid),
      };
    case "forget-addresses":
      return {
        ...actual,
        overfull: actual.overfull.filter((port) => port.device !== operation.device || port.vid !== operation.vid),
      };
    case "add-filter":
      return withFilter(actual, operation.filter);
    case "replace-filter":
      return withFilter(withoutFilter(actual, operation.filter), operation.filter);
    case "delete-filter":
      return withoutFilter(actual, operation.filter);
  }
}

/** A port that changes its bridge loses its memberships. */
function vlansWithout(actual: Actual, { device }: { readonly device: string }): Actual["vlans"] {
  return actual.vlans.filter((vlan) => vlan.device !== device);
}

function withLink(actual: Actual, name: string, change: Partial<ActualLink>): Actual {
  return { ...actual, links: actual.links.map((link) => (link.name === name ? { ...link, ...change } : link)) };
}

function addLinks(actual: Actual, links: readonly ActualLink[]): Actual {
  return { ...actual, links: [...actual.links, ...links] };
}

function newLink(
  actual: Actual,
  { device, mtu }: { readonly device: string; readonly mtu: number },
  more: Partial<ActualLink>,
): ActualLink {
  const quiet = actual.links.some((link) => link.quiet !== null) ? false : null;
  const fresh = { mac: UNKNOWN_MAC, up: false, alias: OWNER_ALIAS, master: null, promiscuous: false };
  return { ...fresh, name: device, mtu, kind: null, peer: null, quiet, bridge: null, tunnel: null, ...more };
}

function tunnelPart(tunnel: Tunnel): Partial<ActualLink> {
  return { kind: tunnel.kind, tunnel: settingsOf(tunnel) };
}

function withFilter(actual: Actual, filter: Filter): Actual {
  return { ...actual, filters: [...actual.filters, { filter, ours: true, met: 0, frames: 0, octets: 0 }] };
}

function withoutFilter(actual: Actual, filter: Filter): Actual {
  const place = filterPlace(filter);
  return { ...actual, filters: actual.filters.filter((held) => filterPlace(held.filter) !== place) };
}

/** A veth goes with its other end, and with a device go its rules and memberships. */
function withoutLink(actual: Actual, name: string): Actual {
  const peer = actual.links.find((link) => link.name === name)?.peer ?? null;
  const gone = (device: string) => device === name || device === peer;
  const aimed = (action: FilterAction): FilterAction =>
    (action.kind === "redirect" || action.kind === "copy" || action.kind === "enter") && gone(action.device)
      ? { kind: action.kind, device: NOWHERE }
      : action;
  return {
    ...actual,
    links: actual.links
      .filter((link) => !gone(link.name))
      .map((link) => (link.master === name ? { ...link, master: null } : link)),
    ingress: actual.ingress.filter((device) => !gone(device)),
    filters: actual.filters
      .filter((held) => !gone(held.filter.device))
      .map((held) => ({ ...held, filter: { ...held.filter, actions: held.filter.actions.map(aimed) } })),
    vlans: actual.vlans.filter((vlan) => !gone(vlan.device)),
    overfull: actual.overfull.filter((port) => !gone(port.device)),
  };
}
