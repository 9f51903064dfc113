import { portNumber, WATCH_HOLD_MS, type WatchReply, type WatchRequest } from "@/agent/protocol";
import { openBell } from "../event/bell";
import { holdUntil } from "../event/hold";
import { desiredSince } from "../map/feed";
import type { AgentContext } from "./context";

/** As long as one look may last by the protocol. */
const LONGEST_LOOK_MS = 120_000;
/** An agent goes on looking until it is told otherwise; it ends by itself only when the portal stays away for so long. */
const SHORTEST_LOOK_MS = 2 * WATCH_HOLD_MS;

/**
 * The long poll of a switch's agent: answers at once when its desired state, the ports to look at or the tasks are
 * news, else when they become so, else after the hold. Listening begins before looking, so nothing falls in between.
 *
 * @param signal ends the wait when the agent is gone; its tasks then stay for the next watch
 * @param holdMs how long there may be no news, in ms
 */
export async function watchDesired({
  ctx,
  input,
  signal,
  holdMs = WATCH_HOLD_MS,
}: {
  ctx: AgentContext;
  input: WatchRequest;
  signal: AbortSignal;
  holdMs?: number;
}): Promise<WatchReply> {
  const { switchId } = ctx.actor;
  const bell = openBell(ctx.live, (event) => event.kind === "switch_desired" && event.switchId === switchId);
  const hold = holdUntil(signal, holdMs);
  try {
    for (;;) {
      const reply = await lookForNews(ctx, input, signal);
      if (hold.signal.aborted || isNews(reply, input)) return reply;
      await bell.rung(hold.signal);
    }
  } finally {
    hold.close();
    bell.close();
  }
}

async function lookForNews(ctx: AgentContext, { have }: WatchRequest, signal: AbortSignal): Promise<WatchReply> {
  const { switchId } = ctx.actor;
  const desired = await desiredSince(ctx.db, switchId, have);
  const { ports, forMs } = ctx.live.watchedPorts(switchId, ctx.now());
  const frames = { ports: ports.map((port) => portNumber.parse(port)), forMs: lookMs(ports, forMs) };
  const tasks = signal.aborted ? [] : ctx.live.takeTasks(switchId);
  return { desired, frames, tasks };
}

/** While a poll is held nobody can tell the agent that a look was made longer, so none may end meanwhile. */
function lookMs(ports: readonly number[], forMs: number): number {
  return ports.length === 0 ? 0 : Math.min(Math.max(forMs, SHORTEST_LOOK_MS), LONGEST_LOOK_MS);
}

function isNews({ desired, frames, tasks }: WatchReply, { watching }: WatchRequest): boolean {
  return desired.kind !== "unchanged" || tasks.length > 0 || listed(frames.ports) !== listed(watching);
}

function listed(ports: readonly number[]): string {
  return [...ports].sort((a, b) => a - b).join();
}
