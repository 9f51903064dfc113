/** The objects of links to other datacenters. */
import { sending, tunnelsOf } from "./encapsulation/carriage";
import type { Tunnel } from "./encapsulation/encapsulation";
import { lineDevice } from "./names";
import { type DesiredLink, datacenterTag } from "./protocol";
import { defaultDrop, shutRule } from "./rules";
import { linkScope, type Scope } from "./scope";
import type { Facts, Unmet, Wanted, WantedFilter } from "./wanted";

/** Any tag: whether frames can be sent at all does not depend on it. */
const SOME_TAG = datacenterTag.parse(16);

/** A link's end: given `l-N`, and the tunnel interfaces over it. */
export function linkObjects(link: DesiredLink, facts: Facts): Partial<Wanted> {
  const scope = linkScope(link.number);
  const name = lineDevice(link.number);
  if (facts.macOf(name) === null) {
    const detail = `there is no interface ${name} on this switch: cable it, or take link ${link.number} away`;
    return { unmet: [{ scope, code: "unknown_port", detail, keys: [] }] };
  }
  const isLine = link.medium === "line";
  const given = { name, ours: false, isCable: isLine, master: null, mtu: null, scope };
  const tunnels = tunnelsOf(link);
  const canSend = sending(link).close(SOME_TAG, facts.macOf(name)) !== null;
  const guarded = [...(isLine ? [name] : []), ...tunnels.map(({ device }) => device)];
  return {
    devices: [given, ...tunnels.map((tunnel) => tunnelDevice(tunnel, scope))],
    ingress: guarded.map((device) => ({ device, scope })),
    filters: guarded.flatMap((device) => {
      const drops = [defaultDrop(device), ...(link.shutUntil === undefined ? [] : [shutRule(device)])];
      return drops.map((filter): WantedFilter => ({ filter, role: "default", scope, keys: [] }));
    }),
    unmet: [...(canSend ? [] : [farEndUnknown(name, scope)]), ...addressMissing(link, facts.addressesOf(name), scope)],
  };
}

function tunnelDevice(tunnel: Tunnel, scope: Scope) {
  return { name: tunnel.device, ours: true, master: null, mtu: tunnel.mtu, tunnel, scope };
}

function farEndUnknown(device: string, scope: Scope): Unmet {
  const detail = `the far end of ${device} has not reported its MAC address yet`;
  return { scope, code: "far_end_unknown", detail, keys: [] };
}

/** The routers' addresses at the provider are the operator's own: the agent gives none (seed para 70). */
function addressMissing(link: DesiredLink, held: readonly string[] | null, scope: Scope): Unmet[] {
  if (link.medium === "line" || held === null || held.includes(link.local)) return [];
  const detail =
    `${lineDevice(link.number)} has no address ${link.local}, from which the link's frames leave: ` +
    "give it that address and its prefix, and a route to the far end";
  return [{ scope, code: "no_address", detail, keys: [] }];
}
