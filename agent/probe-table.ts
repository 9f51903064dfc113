/** What the probe program is told of a switch (agent/probe/probe.h). */
import type { DesiredPort, DesiredState, Mac, PortNumber, ProbeGoal, ProbeTask } from "./protocol";
import { isAtMachine, isBehindFront, type MachineEntry } from "./series";
import { answers } from "./transit-rules";

const CUSTOMER_TAG = 0x8100;
/** In the place of a host tag that frames do not have yet; no VLAN has this number. */
const NO_HOST_TAG = 0;

/** The whole table; "" where the switch has no probe point. `now` in ms since 1970. */
export function probeTable(desired: DesiredState, isBegun: (goal: ProbeGoal) => boolean, now: number): string {
  const points = new Map(desired.ports.flatMap(({ number, probe }) => (probe === undefined ? [] : [[number, probe]])));
  if (points.size === 0 && !desired.transits.some(answers)) return "";
  const machines = desired.entries.filter(isAtMachine);
  return `${["table", ...hopLines(desired), ...machines.flatMap((one) => linesOf(one, points, isBegun, now))].join("\n")}\n`;
}

/** A round beside the table. */
export function onceLine({ id, entry, to, count, intervalMs, octets }: ProbeTask): string {
  return `once ${id} ${entry} ${to} ${count} ${intervalMs} ${octets}\n`;
}

/** True of an id that the program's lines can hold. */
export function isWord(id: string): boolean {
  return /^\S{1,99}$/.test(id);
}

function hopLines({ ports, transits, entries }: DesiredState): string[] {
  const underTag = new Set(entries.flatMap((entry) => (isAtMachine(entry) ? [] : [entry.port])));
  const isBetween = ({ kind, number }: DesiredPort) =>
    kind === "trunk" ||
    kind === "pseudowire" ||
    (underTag.has(number) && isBehindFront(entries.filter(({ port }) => port === number)));
  const atPorts = ports.flatMap((port) => (port.probe !== undefined && isBetween(port) ? [port.probe] : []));
  return [...atPorts, ...transits.filter(answers).map(({ answer }) => answer.probe)].map((probe) => `hop ${probe}`);
}

function linesOf(
  entry: MachineEntry,
  points: ReadonlyMap<PortNumber, Mac>,
  isBegun: (goal: ProbeGoal) => boolean,
  now: number,
): string[] {
  const point = points.get(entry.port);
  if (point === undefined) return [];
  const { key, port, customerTag, clientVlan } = entry;
  const [hostTag, innerVlan = clientVlan] = entry.kind === "relay" ? [NO_HOST_TAG] : [entry.hostTag, entry.innerVlan];
  const loops = entry.loopUntil !== undefined && entry.loopUntil > now;
  const header = clientVlan === "untagged" ? "-" : `${CUSTOMER_TAG}.${clientVlan}`;
  const [own, inner] = [clientVlan, innerVlan].map((vlan) => (vlan === "untagged" ? 0 : 1));
  const goals = (entry.probes ?? []).filter(isBegun).filter(({ id }) => isWord(id));
  return [
    `at ${key} ${port} ${point} ${hostTag} ${customerTag} ${own} ${inner} ${Number(loops)} ${header}`,
    ...goals.map(({ id, to }) => `goal ${id} ${key} ${to}`),
  ];
}
