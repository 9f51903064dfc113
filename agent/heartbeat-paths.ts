/** What the kernel tells about paths: which ones heartbeats can travel, and by which ones frames leave. Pure. */
import type { Actual } from "./actual";
import { filterPlace, sameFilter } from "./filter";
import type { HeartbeatPath } from "./heartbeat-line";
import { portDevice, wireDevice } from "./names";
import { factsOf } from "./plan";
import { PRIORITY } from "./priority";
import type { DesiredState, PortNumber } from "./protocol";
import type { ChosenPaths } from "./wanted";
import { activeSendRule } from "./wanted-ports";

/**
 * The paths whose own rule for heartbeats is in the kernel: without it a heartbeat would leave by the path of the tenants'
 * frames, and the far end would take one path for another.
 */
export function heartbeatPaths({ ports }: DesiredState, { links, filters }: Actual): HeartbeatPath[] {
  const devices = new Set(links.map(({ name }) => name));
  const rules = new Set(
    filters
      .filter(({ filter }) => filter.priority === PRIORITY.heartbeat)
      .map(({ filter: { device, handle } }) => `${device} ${handle}`),
  );
  return ports.flatMap((port) => {
    if (port.kind !== "pseudowire" || !devices.has(portDevice(port.number))) return [];
    return port.paths
      .filter(({ tagOut }) => rules.has(`${wireDevice(port.number)} ${tagOut}`))
      .map(({ tagOut, tagIn }) => ({ port: port.number, tagOut, tagIn }));
  });
}

/** Indexes of the paths that pseudowires send by in this reading; absent: the best one, or one that is not known. */
export function pathsInUse({ ports, links }: DesiredState, actual: Actual): ChosenPaths {
  const held = new Map(actual.filters.map(({ filter }) => [filterPlace(filter), filter]));
  const inUse = new Map<PortNumber, number>();
  for (const port of ports) {
    if (port.kind !== "pseudowire") continue;
    const index = port.paths.findIndex((_, at) => {
      const rule = activeSendRule(port, links, factsOf(actual, new Map([[port.number, at]])));
      const there = rule === null ? undefined : held.get(filterPlace(rule));
      return rule !== null && there !== undefined && sameFilter(there, rule);
    });
    if (index > 0) inUse.set(port.number, index);
  }
  return inUse;
}
