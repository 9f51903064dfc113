/** One agent, put together: session, reconciler, frame watch and reporter of one switch. */
import type { Logger } from "pino";
import { Announcer } from "./announce";
import { backoff } from "./backoff";
import type { Clock } from "./clock";
import type { FarEnd } from "./config";
import { cacheWriter, readCache } from "./desired-cache";
import type { Executor } from "./executor";
import { FrameWatcher } from "./frame-watch";
import { givenInterfaces } from "./interfaces";
import { readLinks } from "./iproute-read";
import { operationText } from "./plan-text";
import type { Portal } from "./portal";
import type { PortNumber } from "./protocol";
import { Reconciler } from "./reconcile";
import { Reporter } from "./reporter";
import { runSession } from "./session";
import { SwitchView } from "./switch-view";
import { TaskRunner } from "./task-runner";

export interface AgentParts {
  readonly executor: Executor;
  readonly portal: Portal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly farEnds: readonly FarEnd[];
  readonly cacheFile: string;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Captures are checked so often, ms. */
const KEEP_MS = 1_000;

/** Runs until the signal; captures end then, and the switch stays as it is. */
export async function runAgent(parts: AgentParts, signal: AbortSignal): Promise<void> {
  const { executor, portal, clock, log, cacheFile } = parts;
  const view = new SwitchView();
  const announcer = new Announcer(portal, executor.kernel, log);
  const reporter = new Reporter(portal, clock, () => {
    const desired = reconciler.following;
    const figures = desired === null ? null : view.figures(desired, clock.now());
    return figures === null ? null : { ...figures, capturing: watcher.capturing };
  });
  const note = (sentence: string) => {
    log.warn(sentence);
    reporter.note(sentence);
  };
  const reconciler: Reconciler = new Reconciler(executor, clock, view, {
    looked() {
      reporter.refresh();
      void announcer.update(givenInterfaces(view.actual?.links ?? []), signal);
    },
    note,
    applied: ({ applied, failures }) =>
      log.info({ operations: applied.map(operationText), failed: failures.length }, "applied"),
  });
  const isLink = (port: PortNumber) =>
    reconciler.following?.ports.some((item) => item.number === port && item.encapsulation !== null) ?? false;
  const sink = {
    seen: reporter.seen.bind(reporter),
    leftOut: () => reporter.leftOut(),
    capturing: () => reporter.refresh(),
    failed: note,
  };
  const watcher: FrameWatcher = new FrameWatcher(executor, sink, clock, isLink);
  const tasks = new TaskRunner(executor, parts.farEnds, (result) => reporter.taskDone(result));
  const keep = cacheWriter(cacheFile, note);
  const cached = await readCache(cacheFile);
  if (cached !== null) reconciler.desire(cached);
  const session = runSession(
    {
      ...parts,
      join: async (until) => announcer.join(givenInterfaces(await readLinks(executor)), until),
      following: () => reconciler.following,
      watching: () => watcher.ports,
      onDesired(state) {
        reconciler.desire(state);
        keep(state);
      },
      onFrames: (watch) => watcher.set(watch),
      onTask: (task) => tasks.begin(task),
    },
    signal,
  );
  const reports = backoff(parts.random);
  const onFailure = async (error: unknown) => {
    log.debug({ reason: String(error) }, "report failed");
    await clock.sleep(reports.next(), signal);
  };
  await Promise.all([
    session,
    reconciler.run(signal),
    reporter.run(signal, onFailure),
    keepCaptures(watcher, clock, signal),
  ]);
}

async function keepCaptures(watcher: FrameWatcher, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(KEEP_MS, signal);
    watcher.keep();
  }
  watcher.stop();
}
