/** The objects of the map's entries, and the bridges that they live on. */
import { bridgeDevice, bridgePortDevice, INSIDE_MTU } from "./names";
import type { DesiredState, MapEntry, PortNumber } from "./protocol";
import { inRule, outRule, refuseTagged } from "./rules";
import { bridgeScope, entryScope } from "./scope";
import { placeOfSegment } from "./segment-place";
import type { Wanted, WantedFilter } from "./wanted";

/** The first bridge always, each further one while a segment lives on it. */
export function bridgeObjects({ ports, entries }: DesiredState): Partial<Wanted> {
  const known = new Set(ports.map(({ number }) => number));
  const used = entries.filter(({ port }) => known.has(port)).map(({ segment }) => placeOfSegment(segment).bridge);
  const bridges = [...new Set([0, ...used])].map((index) => ({
    device: bridgeDevice(index),
    scope: bridgeScope(index),
  }));
  return {
    bridges,
    devices: bridges.map(({ device, scope }) => ({ name: device, ours: true, master: null, mtu: INSIDE_MTU, scope })),
  };
}

export function entryObjects({ ports, entries }: DesiredState): Partial<Wanted>[] {
  const known = new Set(ports.map(({ number }) => number));
  return entries.map((entry) => (known.has(entry.port) ? objectsOf(entry) : withoutPort(entry, entry.port)));
}

function objectsOf(entry: MapEntry): Partial<Wanted> {
  const scope = entryScope(entry);
  const keys = [entry.key];
  const { bridge, vid } = placeOfSegment(entry.segment);
  const refused = entry.kind === "attachment" && entry.clientVlan === "untagged" ? refuseTagged(entry.port) : [];
  return {
    filters: [
      ...refused.map((filter): WantedFilter => ({ filter, role: "refuse", scope, keys })),
      { filter: outRule(entry), role: "out", scope, keys },
      { filter: inRule(entry), role: "in", scope, keys },
    ],
    vlans: [{ device: bridgePortDevice(entry.port, bridge), vid, scope, keys }],
  };
}

function withoutPort(entry: MapEntry, port: PortNumber): Partial<Wanted> {
  const detail = `this switch is to have no port ${port}: set the port, then the entry`;
  return { unmet: [{ scope: entryScope(entry), code: "unknown_port", detail, keys: [entry.key] }] };
}
