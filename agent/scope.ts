/** What an object in the kernel serves, and what that rests on: a failure holds back what rests on it and nothing else. */
import { bridgeDevice } from "./names";
import type { MapEntry, PortNumber, Transit } from "./protocol";
import { placeOfSegment } from "./segment-place";

export interface Scope {
  /** Tells scopes apart. */
  readonly id: string;
  /** As reports call it: "port 1001", "link 31", "transit 31/1104", "entry 7/10"; "switch" for the whole. */
  readonly object: string;
  /** Ids of the scopes without which this one cannot be. */
  readonly restsOn: readonly string[];
}

export const WHOLE_SWITCH: Scope = { id: "switch", object: "switch", restsOn: [] };

function scope(id: string, object: string, more: readonly string[] = []): Scope {
  return { id, object, restsOn: [WHOLE_SWITCH.id, ...more] };
}

/** The pair of the probe program. */
export const PROBES: Scope = scope("probes", "probes");

export const portScope = (port: PortNumber): Scope => scope(`port ${port}`, `port ${port}`);
export const linkScope = (link: PortNumber): Scope => scope(`link ${link}`, `link ${link}`);

/** A bridge; without the first one there is no switch. */
export function bridgeScope(bridge: number): Scope {
  if (bridge === 0) return WHOLE_SWITCH;
  return scope(`bridge ${bridge}`, `bridge ${bridgeDevice(bridge)}`);
}

/** What lets probes in and out at a port; the port can be without it. */
export function probePointScope(port: PortNumber): Scope {
  return scope(`probe point ${port}`, `probe point ${port}`, [portScope(port).id, PROBES.id]);
}

/** What joins a port to a bridge. */
export function adapterScope(port: PortNumber, bridge: number): Scope {
  const on = portScope(port);
  if (bridge === 0) return on;
  return scope(`${on.id} on bridge ${bridge}`, on.object, [on.id, bridgeScope(bridge).id]);
}

/** The path by which a pseudowire sends: with it stands and falls the port. */
export function sendingScope(port: PortNumber, link: PortNumber): Scope {
  const on = portScope(port);
  return scope(on.id, on.object, [on.id, linkScope(link).id]);
}

/** A path that stands by. */
export function pathScope(port: PortNumber, link: PortNumber, tagOut: number): Scope {
  const on = portScope(port);
  return scope(`${on.id} path ${tagOut}`, on.object, [on.id, linkScope(link).id]);
}

export function transitScope({ key, from, to }: Transit): Scope {
  return scope(`transit ${key}`, `transit ${key}`, [linkScope(from).id, linkScope(to).id]);
}

/** What lets a transit answer probes; it can pass frames on without. */
export function transitPointScope(transit: Transit): Scope {
  const on = transitScope(transit);
  return scope(`probe point ${on.id}`, `probe point ${on.object}`, [on.id, ...on.restsOn, PROBES.id]);
}

export function entryScope(entry: MapEntry): Scope {
  const { key, port } = entry;
  if (entry.kind === "relay" || entry.kind === "copy") {
    const onward = entry.kind === "relay" ? entry.uplink : entry.to;
    return scope(`entry ${key}`, `entry ${key}`, [portScope(port).id, portScope(onward).id]);
  }
  const { bridge } = placeOfSegment(entry.segment);
  const adapter = adapterScope(port, bridge);
  return scope(`entry ${key}`, `entry ${key}`, [...new Set([portScope(port).id, adapter.id, bridgeScope(bridge).id])]);
}

/** A tenant's rule that cannot do all it says; its entry can be without it. */
export function ruleScope(entry: MapEntry, id: string): Scope {
  return scope(`rule ${entry.key} ${id}`, `entry ${entry.key}`, [entryScope(entry).id]);
}

/** An attachment by what its chains' numbers say of it. */
export function attachmentScope(port: PortNumber, clientVlan: number | "untagged"): Scope {
  const key = `${port}/${clientVlan}`;
  return scope(`entry ${key}`, `entry ${key}`, [portScope(port).id]);
}

/** True when `it` cannot be while `failed` is not. */
export function restsOn(it: Scope, failed: Scope): boolean {
  return it.id === failed.id || it.restsOn.includes(failed.id);
}
