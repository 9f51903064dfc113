/** The rules between pseudowires and links. What each link's frames look like is its carriage's. */
import type { Carriage } from "./encapsulation/carriage";
import { type Filter, type FilterAction, filterPlace, ONLY_HANDLE } from "./filter";
import { HEARTBEAT_PROTOCOL, heartbeatAddress } from "./heartbeat-address";
import { portDevice, wireDevice } from "./names";
import { sizeLimit } from "./police";
import { PRIORITY } from "./priority";
import type { DatacenterTag, PortNumber, PseudowirePath } from "./protocol";

const redirect = (device: string): FilterAction => ({ kind: "redirect", device });

/** MAC of a device; null when it is not there. */
export type MacOf = (device: string) => string | null;

/** What puts frames on a link; null while the address of its far end is not known. */
export function onto(carriage: Carriage, tag: DatacenterTag, macOf: MacOf): readonly FilterAction[] | null {
  const closing = carriage.close(tag, macOf(carriage.device));
  return closing === null ? null : [...closing, redirect(carriage.device)];
}

/** A pseudowire's frames leave by this path. A classifier is used that replaces its rule in one step, for switch-overs. */
export function sendRule(port: PortNumber, carriage: Carriage, path: PseudowirePath, macOf: MacOf): Filter | null {
  const leaving = onto(carriage, path.tagOut, macOf);
  if (leaving === null) return null;
  const actions = [...limitOf(path), ...leaving];
  const match = { kind: "any" } as const;
  return { device: wireDevice(port), priority: PRIORITY.entry, protocol: "all", handle: ONLY_HANDLE, match, actions };
}

/** Where that rule stands, whichever path it sends by. */
export function sendPlace(port: PortNumber): string {
  return filterPlace({ device: wireDevice(port), priority: PRIORITY.entry, handle: ONLY_HANDLE });
}

/** The host tag is what the kernel holds beside the frame. */
const BESIDE = 4;

function limitOf({ mostOctets }: PseudowirePath): FilterAction[] {
  return mostOctets === undefined ? [] : [sizeLimit(mostOctets - BESIDE)];
}

/** Heartbeats of one path leave by that path, whichever one the tenants' frames take. */
export function heartbeatRule(
  port: PortNumber,
  carriage: Carriage,
  tagOut: DatacenterTag,
  macOf: MacOf,
): Filter | null {
  const actions = onto(carriage, tagOut, macOf);
  if (actions === null) return null;
  const match = { kind: "destination", mac: heartbeatAddress(tagOut) } as const;
  const place = { device: wireDevice(port), priority: PRIORITY.heartbeat, protocol: HEARTBEAT_PROTOCOL };
  return { ...place, handle: tagOut, match, actions };
}

/** Heartbeats that came in end at the port, where the agent hears them; they are no dropped frames of a tenant. */
export function heartbeatEnd(port: PortNumber): Filter {
  const place = { device: portDevice(port), priority: PRIORITY.heartbeat, protocol: HEARTBEAT_PROTOCOL };
  return { ...place, handle: ONLY_HANDLE, match: { kind: "any" }, actions: [{ kind: "drop" }] };
}

/** From a link into the pseudowire: frames with the agreed tag 3, and no others (seed block 538). */
export function receiveRule(port: PortNumber, carriage: Carriage, tagIn: DatacenterTag): Filter {
  const actions = [...carriage.open(), redirect(wireDevice(port))];
  return { device: carriage.device, ...carriage.admit(tagIn), actions };
}
