/** The objects of probes: the program's pair, and what lets its frames in and out at each port that has a probe point. */
import type { Attachment } from "./chains";
import type { Filter } from "./filter";
import { PROBE_DEVICES } from "./names";
import {
  loopRules,
  probeBack,
  probeCount,
  probeCountOut,
  probeEndAtPort,
  probeEndAtUplink,
  probeEndsAtAdapter,
  probeIn,
  refuseForged,
  straysAtUplink,
} from "./probe-rules";
import type { DesiredPort, DesiredState, Mac, PortNumber } from "./protocol";
import { defaultDrop } from "./rules";
import { PROBES, probePointScope, type Scope } from "./scope";
import { placeOfSegment } from "./segment-place";
import { isBehindFront, type MachineEntry } from "./series";
import { answers } from "./transit-rules";
import type { RuleRole, Wanted, WantedFilter } from "./wanted";

/** Room for the largest probe (`probeTask.octets`) under the tags of the switch. */
const PROBE_MTU = 9_300;

/** Nothing where neither a port nor a transit has a probe point; what lets probes in and out at transits is theirs. */
export function probeObjects({ ports, entries, transits }: DesiredState): Partial<Wanted>[] {
  const points = ports.flatMap((port) => (port.probe === undefined ? [] : [{ port, probe: port.probe }]));
  if (points.length === 0 && !transits.some(answers)) return [];
  const known = new Set(ports.map(({ number }) => number));
  const byPort = entriesByPort(
    entries
      .filter((entry) => entry.kind === "attachment" || entry.kind === "relay")
      .filter((entry) => entry.kind === "attachment" || known.has(entry.uplink)),
  );
  return [
    programObjects(),
    ...points.map(({ port, probe }) => ({ filters: pointFilters(port, probe, byPort.get(port.number) ?? []) })),
  ];
}

function entriesByPort(entries: readonly MachineEntry[]): ReadonlyMap<PortNumber, readonly MachineEntry[]> {
  const byPort = new Map<PortNumber, MachineEntry[]>();
  for (const entry of entries) {
    const there = byPort.get(entry.port);
    if (there === undefined) byPort.set(entry.port, [entry]);
    else there.push(entry);
  }
  return byPort;
}

function programObjects(): Partial<Wanted> {
  const { program, fabric } = PROBE_DEVICES;
  const ours = { ours: true, master: null, mtu: PROBE_MTU, scope: PROBES };
  return {
    pairs: [{ device: program, peer: fabric, scope: PROBES }],
    devices: [
      { ...ours, name: program },
      { ...ours, name: fabric },
    ],
    ingress: [{ device: fabric, scope: PROBES }],
    filters: [ruleOf("default", PROBES)(defaultDrop(fabric))],
  };
}

/** No entry waits for them: it can carry its tenant's frames without. */
function ruleOf(role: RuleRole, scope: Scope): (filter: Filter) => WantedFilter {
  return (filter) => ({ filter, role, scope, keys: [] });
}

function pointFilters(port: DesiredPort, probe: Mac, entries: readonly MachineEntry[]): WantedFilter[] {
  const { number } = port;
  const scope = probePointScope(number);
  const attachments = entries.filter((entry) => entry.kind === "attachment");
  if (port.kind === "trunk" || port.kind === "pseudowire" || isBehindFront(entries)) {
    return [
      ...[probeEndAtPort(number, probe), probeBack(number, probe)].map(ruleOf("link", scope)),
      ...attachments.flatMap((entry) => [probeCount(entry), probeCountOut(entry)]).map(ruleOf("serve", scope)),
    ];
  }
  return [
    ...refuseForged(number).map(ruleOf("refuse", scope)),
    ...bridgesOf(attachments)
      .flatMap((bridge) => probeEndsAtAdapter(number, bridge, probe))
      .map(ruleOf("out", scope)),
    ...uplinksOf(entries)
      .flatMap((uplink) => [probeEndAtUplink(uplink, number, probe), straysAtUplink(uplink)])
      .map(ruleOf("out", scope)),
    ...entries.flatMap((entry) => [probeCount(entry), ...loopRules(entry)]).map(ruleOf("serve", scope)),
    ...[probeIn(number, probe)].map(ruleOf("in", scope)),
  ];
}

function uplinksOf(entries: readonly MachineEntry[]): PortNumber[] {
  return [...new Set(entries.flatMap((entry) => (entry.kind === "relay" ? [entry.uplink] : [])))];
}

function bridgesOf(attachments: readonly Attachment[]): number[] {
  return [...new Set([0, ...attachments.map(({ segment }) => placeOfSegment(segment).bridge)])];
}

/** Ports that have a probe point: there frames with a probe's address are ours. */
export function probedPorts({ ports }: Pick<DesiredState, "ports">): ReadonlySet<PortNumber> {
  return new Set(ports.filter(({ probe }) => probe !== undefined).map(({ number }) => number));
}
