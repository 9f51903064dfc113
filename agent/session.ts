/** The agent's side of the conversation with the portal: join, watch, follow; and again after every failure. */
import type { Logger } from "pino";
import { backoff } from "./backoff";
import type { Clock } from "./clock";
import { newsOf } from "./desired-news";
import { type Portal, PortalError } from "./portal";
import type { DesiredState, FrameWatch, PortNumber, Task, WatchReply } from "./protocol";

export interface SessionParts {
  readonly portal: Portal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: () => number;
  /** Tells the portal who is here. */
  join(signal: AbortSignal): Promise<void>;
  following(): DesiredState | null;
  watching(): PortNumber[];
  onDesired(state: DesiredState): void;
  /** What is followed is what the portal desires, not only what is remembered. */
  onCurrent?(): void;
  onFrames(watch: FrameWatch): void;
  onTask(task: Task): void;
}

/** Ends a conversation in which a reply cannot be believed; the whole state is asked for next. */
class Lost extends Error {}

/** A portal that holds no watch and has no news is asked again after so long, ms. */
const LEAST_HOLD_MS = 200;

/** Talks to the portal until the signal. A portal that is away changes nothing on the switch. */
export async function runSession(parts: SessionParts, signal: AbortSignal): Promise<void> {
  const wait = backoff(parts.random);
  let wholeState = false;
  while (!signal.aborted) {
    try {
      await parts.join(signal);
      while (!signal.aborted) {
        await follow(parts, wholeState, signal);
        wholeState = false;
        wait.reset();
      }
    } catch (error) {
      if (signal.aborted) return;
      wholeState = wholeState || error instanceof Lost;
      parts.log.warn({ code: codeOf(error), reason: reasonOf(error) }, "the portal cannot be followed; trying again");
      await parts.clock.sleep(wait.next(), signal);
    }
  }
}

/** One watch and what follows from it. */
async function follow(parts: SessionParts, wholeState: boolean, signal: AbortSignal): Promise<void> {
  const current = wholeState ? null : parts.following();
  const watching = parts.watching();
  const have = current === null ? null : { number: current.number, hash: current.hash };
  const began = parts.clock.now();
  const reply = await parts.portal.watch({ have, watching }, signal);
  const news = newsOf(current, reply.desired);
  parts.onFrames(reply.frames);
  for (const task of reply.tasks) parts.onTask(task);
  if (news.kind === "lost") throw new Lost(news.why);
  if (news.kind === "state") parts.onDesired(news.state);
  parts.onCurrent?.();
  const isIdle = news.kind === "none" && reply.tasks.length === 0 && samePorts(watching, reply);
  if (isIdle && parts.clock.now() - began < LEAST_HOLD_MS) await parts.clock.sleep(LEAST_HOLD_MS, signal);
}

function samePorts(watching: readonly PortNumber[], { frames }: WatchReply): boolean {
  return [...watching].sort((a, b) => a - b).join() === [...frames.ports].sort((a, b) => a - b).join();
}

function codeOf(error: unknown): string {
  if (error instanceof PortalError) return error.code;
  return error instanceof Lost ? "agent.lost_track" : "agent.failed";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
