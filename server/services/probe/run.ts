import { inArray } from "drizzle-orm";
import type { Mac, ProbeTask } from "@/agent/protocol";
import { networkSwitch } from "@/db/schema/switch";
import type { ProbeOutcome } from "../../live/probe-memory";
import type { ServiceContext } from "../context";
import { openBell } from "../event/bell";
import { holdUntil } from "../event/hold";
import type { ProbeEnd } from "./ends";
import type { ProbedView, RoundView } from "./view";

/** Between two probes of a round on demand, in ms. */
const INTERVAL_MS = 20;
/** Octets of a probe whose size does not matter. */
export const SMALL_OCTETS = 128;
/** After its last probe was sent an agent has so long to say what came of a round, in ms. */
const PATIENCE_MS = 8_000;

/** A round to be sent from one end of an extension. */
export interface Round {
  readonly from: ProbeEnd;
  readonly to: Mac;
  readonly count: number;
  /** As on the attachment's own cable, without FCS. */
  readonly octets: number;
}

/**
 * Has agents send rounds of probes and waits for what becomes of them, no longer than patience lasts.
 *
 * @returns one answer a round, in their order; one that no agent spoke of says so
 */
export async function runProbes(
  ctx: ServiceContext,
  rounds: readonly Round[],
  patienceMs = PATIENCE_MS,
): Promise<ProbedView[]> {
  const tasks = rounds.map((round) => ({ switchId: round.from.switchId, task: taskOf(ctx, round) }));
  const longest = Math.max(0, ...rounds.map(({ count }) => count * INTERVAL_MS));
  const isDone = () => tasks.every(({ task }) => isOver(ctx.live.rounds.outcomeOf(task.id)));
  const bell = openBell(ctx.live, (event) => event.kind === "switch_report");
  const patience = holdUntil(new AbortController().signal, patienceMs + longest);
  for (const { switchId, task } of tasks) ctx.live.addTask(switchId, task);
  while (!isDone() && !patience.signal.aborted) await bell.rung(patience.signal);
  patience.close();
  bell.close();
  const codes = await codesOf(
    ctx,
    tasks.map(({ switchId }) => switchId),
  );
  return tasks.map(({ switchId, task }) => {
    const silent = `The agent of switch ${codes.get(switchId) ?? switchId} did not answer within ${Math.round((patienceMs + longest) / 1000)} s. Look at its state, then try again.`;
    return probedView(ctx.live.rounds.outcomeOf(task.id), silent);
  });
}

function taskOf(ctx: ServiceContext, { from, to, count, octets }: Round): ProbeTask {
  return {
    ...{ kind: "probe", id: ctx.newId("task"), entry: from.entry },
    ...{ to, count, octets, intervalMs: INTERVAL_MS },
  };
}

function isOver({ round, error }: ProbeOutcome): boolean {
  return round !== null || error !== null;
}

function probedView({ round, error }: ProbeOutcome, silent: string): ProbedView {
  if (round === null) return { kind: "none", why: error ?? silent };
  return { kind: "round", round: roundView(round) };
}

/** A round without whose it is. */
export function roundView({ at, sent, arrived, returned, roundTrip }: RoundView): RoundView {
  return { at, sent, arrived, returned, roundTrip };
}

async function codesOf(ctx: ServiceContext, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await ctx.db.read
    .select()
    .from(networkSwitch)
    .where(inArray(networkSwitch.id, [...ids]));
  return new Map(rows.map(({ id, code }) => [id, code]));
}
