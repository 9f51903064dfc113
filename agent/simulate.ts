/** What the kernel holds after an operation, as far as the planner can know: lets it plan on before it has read back. */
import type { Actual, ActualLink } from "./actual";
import { BRIDGE_SETTINGS } from "./bridge-settings";
import { Draft } from "./draft";
import type { Tunnel } from "./encapsulation/encapsulation";
import type { Filter, FilterAction } from "./filter";
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
      draft.setLink(operation.device, { up: false });
      break;
    case "open":
      draft.setLink(operation.device, { up: true });
      break;
    case "set-mtu":
      draft.setLink(operation.device, { mtu: operation.mtu });
      break;
    case "set-segments":
      draft.setLink(operation.device, { segments: operation.segments });
      break;
    case "silence":
      draft.setLink(operation.device, { quiet: true });
      break;
    case "listen":
      draft.setLink(operation.device, { promiscuous: true });
      break;
    case "enslave":
      reattach(draft, operation.device, operation.master);
      break;
    case "release":
      reattach(draft, operation.device, null);
      break;
    case "set-bridge":
      draft.setLink(operation.device, { bridge: { ...draft.link(operation.device)?.bridge, ...BRIDGE_SETTINGS } });
      break;
    case "limit-learned":
      draft.setLink(operation.device, {
        bridge: { ...BRIDGE_SETTINGS, ...draft.link(operation.device)?.bridge, learnedMost: operation.most },
      });
      break;
    case "add-bridge":
      draft.addLink(newLink(draft, operation, { kind: "bridge", bridge: BRIDGE_SETTINGS }));
      break;
    case "add-pair":
      draft.addLink(newLink(draft, operation, { kind: "veth", peer: operation.peer }));
      draft.addLink(newLink(draft, { ...operation, device: operation.peer }, { kind: "veth", peer: operation.device }));
      break;
    case "add-tunnel":
      draft.addLink(newLink(draft, operation.tunnel, tunnelPart(operation.tunnel)));
      break;
    case "delete-link":
    case "delete-tunnel":
      removeLink(draft, operation.device);
      break;
    case "add-ingress":
      draft.addIngress(operation.device);
      break;
    case "add-vlan":
      draft.addVlan({ device: operation.device, vid: operation.vid, flags: [] });
      break;
    case "delete-vlan":
      draft.removeVlan(operation);
      break;
    case "forget-addresses":
      draft.keepOverfull((port) => port.device !== operation.device || port.vid !== operation.vid);
      break;
    case "add-filter":
      addFilter(draft, operation.filter);
      break;
    case "replace-filter":
      draft.removeFilter(operation.filter);
      addFilter(draft, operation.filter);
      break;
    case "delete-filter":
      draft.removeFilter(operation.filter);
      break;
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
