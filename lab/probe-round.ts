import { type Mac, type ProbeRound, probeTask, type ReportRequest } from "@/agent/protocol";
import type { FakePortal } from "./fake-portal";

export interface RoundWish {
  /** Key of the attachment at which the probes enter. */
  readonly entry: string;
  readonly to: Mac;
  readonly count?: number;
  readonly octets?: number;
}

let given = 0;

/** A fresh id of a task. */
export function nextTask(): string {
  given += 1;
  return `task-${given}`;
}

/** Has an agent send a round, and gives what became of it. @throws Error when it says that it cannot */
export async function probeRound(portal: FakePortal, wish: RoundWish): Promise<ProbeRound> {
  const id = nextTask();
  const isOver = ({ probes, tasks }: ReportRequest) =>
    probes.some((round) => round.id === id) || tasks.some((task) => task.id === id && task.error !== null);
  const report = portal.reported(isOver);
  portal.send(probeTask.parse({ kind: "probe", id, count: 5, intervalMs: 20, octets: 64, ...wish }));
  const { probes, tasks } = await report;
  const round = probes.find((one) => one.id === id);
  if (round === undefined) throw new Error(tasks.find((task) => task.id === id)?.error ?? `no round ${id}`);
  return round;
}
