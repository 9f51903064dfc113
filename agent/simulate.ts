/** What the kernel holds after an operation, as far as the planner can know: lets it plan on before it has read back. */
import type { Actual, ActualLink } from "./actual";
import { BRIDGE_SETTINGS } from "./bridge-settings";
import { Draft } from "./draft";
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
  if (operations.length === 0) return actual;
  const draft = new Draft(actual);
  for (const operation of operations) doOn(draft, operation);
  return draft.actual;
}

function doOn(draft: Draft, operation: Operation): void {
  switch (operation.kind) {
    case "close-port":
      return draft.setLink(operation.device, { up: false });
    case "open":
      return draft.setLink(operation.device, { up: true });
    case "set-mtu":
      return draft.setLink(operation.device, { mtu: operation.mtu });
    case "set-segments":
      return draft.setLink(operation.device, { segments: operation.segments });
    case "silence":
      return draft.setLink(operation.device, { quiet: true });
    case "listen":
      return draft.setLink(operation.device, { promiscuous: true });
    case "enslave":
      return reattach(draft, operation.device, operation.master);
    case "release":
      return reattach(draft, operation.device, null);
    case "set-bridge":
      return draft.setLink(operation.device, { bridge: BRIDGE_SETTINGS });
    case "add-bridge":
      return draft.addLink(newLink(draft, operation, { kind: "bridge", bridge: BRIDGE_SETTINGS }));
    case "add-pair":
      draft.addLink(newLink(draft, operation, { kind: "veth", peer: operation.peer }));
      return draft.addLink(
        newLink(draft, { ...operation, device: operation.peer }, { kind: "veth", peer: operation.device }),
      );
    case "add-tunnel":
      return draft.addLink(newLink(draft, operation.tunnel, tunnelPart(operation.tunnel)));
    case "delete-link":
    case "delete-tunnel":
      return removeLink(draft, operation.device);
    case "add-ingress":
      return draft.addIngress(operation.device);
    case "add-vlan":
      return draft.addVlan({ device: operation.device, vid: operation.vid, flags: [] });
    case "delete-vlan":
      return draft.removeVlan(operation);
    case "forget-addresses":
      return draft.keepOverfull((port) => port.device !== operation.device || port.vid !== operation.vid);
    case "add-filter":
      return addFilter(draft, operation.filter);
    case "replace-filter":
      draft.removeFilter(filterPlace(operation.filter));
      return addFilter(draft, operation.filter);
    case "delete-filter":
      return draft.removeFilter(filterPlace(operation.filter));
  }
}

/** A port that changes its bridge loses its memberships. */
function reattach(draft: Draft, device: string, master: string | null): void {
  draft.setLink(device, { master });
  draft.removeVlansOf((one) => one === device);
}

function addFilter(draft: Draft, filter: Filter): void {
  draft.addFilter({ filter, ours: true, met: 0, frames: 0, octets: 0 });
}

function newLink(
  draft: Draft,
  { device, mtu }: { readonly device: string; readonly mtu: number },
  more: Partial<ActualLink>,
): ActualLink {
  const quiet = [...draft.allLinks].some((link) => link.quiet !== null) ? false : null;
  const fresh = { mac: UNKNOWN_MAC, up: false, alias: OWNER_ALIAS, master: null, promiscuous: false };
  return { ...fresh, name: device, mtu, kind: null, peer: null, quiet, bridge: null, tunnel: null, ...more };
}

function tunnelPart(tunnel: Tunnel): Partial<ActualLink> {
  return { kind: tunnel.kind, tunnel: settingsOf(tunnel) };
}

/** A veth goes with its other end, and with a device go its rules and memberships. */
function removeLink(draft: Draft, name: string): void {
  const peer = draft.link(name)?.peer ?? null;
  const isGone = (device: string) => device === name || device === peer;
  const aimed = (action: FilterAction): FilterAction =>
    (action.kind === "redirect" || action.kind === "copy" || action.kind === "enter") && isGone(action.device)
      ? { kind: action.kind, device: NOWHERE }
      : action;
  draft.removeLinks(isGone, (held) => ({
    ...held,
    filter: { ...held.filter, actions: held.filter.actions.map(aimed) },
  }));
}
