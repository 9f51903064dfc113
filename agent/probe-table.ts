/** What the probe program is told of a switch (agent/probe/probe.h). */
import type { Attachment } from "./chains";
import type { DesiredState, Mac, PortNumber, ProbeGoal, ProbeTask } from "./protocol";
import { answers } from "./transit-rules";

const CUSTOMER_TAG = 0x8100;

/** The whole table; "" where the switch has no probe point. `now` in ms since 1970. */
export function probeTable(desired: DesiredState, isBegun: (goal: ProbeGoal) => boolean, now: number): string {
  const points = new Map(desired.ports.flatMap(({ number, probe }) => (probe === undefined ? [] : [[number, probe]])));
  if (points.size === 0 && !desired.transits.some(answers)) return "";
  const attachments = desired.entries.filter((entry) => entry.kind === "attachment");
  return `${["table", ...hopLines(desired), ...attachments.flatMap((one) => linesOf(one, points, isBegun, now))].join("\n")}\n`;
}

/** A round beside the table. */
export function onceLine({ id, entry, to, count, intervalMs, octets }: ProbeTask): string {
  return `once ${id} ${entry} ${to} ${count} ${intervalMs} ${octets}\n`;
}

/** True of an id that the program's lines can hold. */
export function isWord(id: string): boolean {
  return /^\S{1,99}$/.test(id);
}

function hopLines({ ports, transits }: DesiredState): string[] {
  const atPorts = ports.flatMap(({ kind, probe }) =>
    probe !== undefined && (kind === "trunk" || kind === "pseudowire") ? [probe] : [],
  );
  return [...atPorts, ...transits.filter(answers).map(({ answer }) => answer.probe)].map((probe) => `hop ${probe}`);
}

function linesOf(
  entry: Attachment,
  points: ReadonlyMap<PortNumber, Mac>,
  isBegun: (goal: ProbeGoal) => boolean,
  now: number,
): string[] {
  const point = points.get(entry.port);
  if (point === undefined) return [];
  const { key, port, hostTag, customerTag, clientVlan, innerVlan = clientVlan } = entry;
  const loops = entry.loopUntil !== undefined && entry.loopUntil > now;
  const tags = [
    ...(entry.customerTagged === true ? [customerTag] : []),
    ...(clientVlan === "untagged" ? [] : [clientVlan]),
  ];
  const header = tags.map((tag) => `${CUSTOMER_TAG}.${tag}`).join("/") || "-";
  const [own, inner] = [clientVlan, innerVlan].map((vlan) => (vlan === "untagged" ? 0 : 1));
  const goals = (entry.probes ?? []).filter(isBegun).filter(({ id }) => isWord(id));
  return [
    `at ${key} ${port} ${point} ${hostTag} ${customerTag} ${own} ${inner} ${Number(loops)} ${header}`,
    ...goals.map(({ id, to }) => `goal ${id} ${key} ${to}`),
  ];
}
