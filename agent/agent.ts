/** One agent, put together: session, reconciler, failover, frame watch and reporter of one switch. */
import { dirname } from "node:path";
import type { Logger } from "pino";
import { Announcer } from "./announce";
import { backoff } from "./backoff";
import type { Clock } from "./clock";
import type { FarEnd } from "./config";
import { cacheWriter, readCache } from "./desired-cache";
import type { Executor } from "./executor";
import { Failover } from "./failover";
import { FrameWatcher } from "./frame-watch";
import { watchHealth } from "./health";
import { pathsInUse } from "./heartbeat-paths";
import { givenInterfaces } from "./interfaces";
import { readLinks } from "./iproute-read";
import { KernelReader, readWhole } from "./kernel-reader";
import { LearnedNews } from "./learned-news";
import { MachineKeeper } from "./machine/machine-keeper";
import { problemsThatStay } from "./machine/problems-that-stay";
import { operationText } from "./plan-text";
import type { Portal } from "./portal";
import { Probes } from "./probes";
import type { DesiredState, EntryState, PortNumber } from "./protocol";
import { Reconciler } from "./reconcile";
import { Reporter } from "./reporter";
import { runSession } from "./session";
import { SwitchView } from "./switch-view";
import { TaskRunner } from "./task-runner";
import { BEST_PATHS, type ChosenPaths } from "./wanted";

export interface AgentParts {
  readonly executor: Executor;
  readonly portal: Portal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly farEnds: readonly FarEnd[];
  readonly cacheFile: string;
  /** Path of the heartbeat program; null: no heartbeats, and pseudowires send by their first paths. */
  readonly heartbeat: string | null;
  /** Path of the probe program; null or absent: no probes. */
  readonly probe?: string | null;
  /** Path of the tally program; null or absent: rules are always listed through tc, and nothing tells what is learned. */
  readonly tally?: string | null;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Captures are checked so often, ms. */
const KEEP_MS = 1_000;

/** Runs until the signal; captures end then, and the switch stays as it is. */
export async function runAgent(parts: AgentParts, signal: AbortSignal): Promise<void> {
  await new Agent(parts, signal).run();
}

class Agent {
  private readonly view = new SwitchView();
  private readonly reconciler: Reconciler;
  private readonly learnedNews: LearnedNews;
  private readonly failover: Failover;
  private readonly reporter: Reporter;
  private readonly watcher: FrameWatcher;
  private readonly tasks: TaskRunner;
  private readonly announcer: Announcer;
  private readonly machines: MachineKeeper;
  private readonly probes: Probes;

  constructor(
    private readonly parts: AgentParts,
    private readonly signal: AbortSignal,
  ) {
    const { executor, portal, clock, log, farEnds } = parts;
    this.announcer = new Announcer(portal, executor.kernel, log);
    this.reporter = new Reporter(portal, clock, () => this.figures());
    this.tasks = new TaskRunner(
      executor,
      () => [...this.machines.farEnds, ...farEnds],
      (result) => this.reporter.taskDone(result),
      (task) => this.probes.send(task),
    );
    this.probes = new Probes(
      { executor, clock, probe: parts.probe ?? null, wait: backoff(parts.random) },
      {
        roundDone: (round) => this.reporter.roundDone(round),
        note: (sentence) => this.note(sentence),
      },
    );
    this.reconciler = new Reconciler(executor, new KernelReader(executor, parts.tally ?? null), clock, this.view, {
      looked: () => this.looked(),
      note: (sentence) => this.note(sentence),
      applied: ({ applied, failures }) =>
        log.info({ operations: applied.map(operationText), failed: failures.length }, "applied"),
    });
    this.learnedNews = new LearnedNews(
      { executor, clock, tally: parts.tally ?? null, wait: backoff(parts.random) },
      { learned: () => this.reconciler.addressLearned(), note: (sentence) => this.note(sentence) },
    );
    this.failover = new Failover(parts, {
      choose: (chosen) => this.reconciler.choose(chosen),
      note: (sentence) => this.note(sentence),
      changed: () => this.reporter.refresh(),
    });
    this.machines = new MachineKeeper(executor, clock, {
      changed: () => this.reporter.refresh(),
      aside: (action) => this.reconciler.aside(action),
      note: (sentence) => this.note(sentence),
    });
    const sink = {
      seen: this.reporter.seen.bind(this.reporter),
      leftOut: () => this.reporter.leftOut(),
      capturing: () => this.reporter.refresh(),
      failed: (sentence: string) => this.note(sentence),
    };
    this.watcher = new FrameWatcher(executor, sink, clock, (port) => this.isLink(port));
  }

  async run(): Promise<void> {
    const cached = await readCache(this.parts.cacheFile);
    if (cached !== null) this.desire(cached, await this.pathsInUse(cached));
    await Promise.all([
      this.follow(),
      this.reconciler.run(this.signal),
      this.learnedNews.run(this.signal),
      this.failover.run(this.signal),
      this.machines.run(this.signal),
      this.probes.run(this.signal),
      this.reporter.run(this.signal, backoff(this.parts.random)),
      this.watchHealth(),
      this.keepCaptures(),
    ]);
  }

  /** The conversation with the portal. */
  private follow(): Promise<void> {
    const { executor, cacheFile } = this.parts;
    const keep = cacheWriter(cacheFile, (sentence) => this.note(sentence));
    return runSession(
      {
        ...this.parts,
        join: async (until) => this.announcer.join(givenInterfaces(await readLinks(executor)), until),
        following: () => this.reconciler.following,
        watching: () => this.watcher.ports,
        onDesired: (state: DesiredState) => {
          this.desire(state);
          keep(state);
        },
        onCurrent: () => this.machines.confirm(),
        onFrames: (watch) => this.watcher.set(watch),
        onTask: (task) => this.tasks.begin(task),
      },
      this.signal,
    );
  }

  /** The paths are those of the state: first the state is told, then which of them are chosen. */
  private desire(state: DesiredState, inUse?: ChosenPaths): void {
    this.reconciler.desire(state);
    this.failover.desire(state, inUse);
    this.machines.desire(state.ports);
  }

  /** An agent that begins again leaves frames on the paths that they take. */
  private async pathsInUse(desired: DesiredState): Promise<ChosenPaths> {
    const { executor, heartbeat } = this.parts;
    if (heartbeat === null || desired.ports.every(({ kind }) => kind !== "pseudowire")) return BEST_PATHS;
    const reading = await readWhole(executor).catch(() => null);
    return reading === null ? BEST_PATHS : pathsInUse(desired, reading.actual);
  }

  private looked(): void {
    const { following } = this.reconciler;
    const { actual } = this.view;
    this.reporter.refresh();
    if (following !== null && actual !== null) this.failover.looked(following, actual);
    const devices = new Set(actual?.links.map(({ name }) => name));
    if (actual !== null) this.machines.cablesSeen(devices);
    if (following !== null && actual !== null)
      this.probes.looked(following, devices, () => this.entryStates(following));
    void this.announcer.update(givenInterfaces(actual?.links ?? []), this.signal);
  }

  private entryStates(desired: DesiredState): readonly EntryState[] {
    return this.view.figures(desired, this.parts.clock.now())?.entries ?? [];
  }

  private figures() {
    const desired = this.reconciler.following;
    const figures = desired === null ? null : this.view.figures(desired, this.parts.clock.now());
    if (figures === null) return null;
    const { reports: machines } = this.machines;
    const problems = problemsThatStay(figures.problems, machines);
    const strays = [...figures.strays, ...this.machines.strays];
    return { ...figures, problems, strays, machines, paths: this.failover.paths, capturing: this.watcher.capturing };
  }

  private watchHealth(): Promise<void> {
    const { executor, clock, cacheFile } = this.parts;
    const source = { executor, clock, diskPath: dirname(cacheFile), links: () => this.view.actual?.links ?? [] };
    return watchHealth(source, (health) => this.reporter.healthMeasured(health), this.signal);
  }

  private note(sentence: string): void {
    this.parts.log.warn(sentence);
    this.reporter.note(sentence);
  }

  private isLink(port: PortNumber): boolean {
    return this.reconciler.following?.links.some(({ number }) => number === port) ?? false;
  }

  private async keepCaptures(): Promise<void> {
    while (!this.signal.aborted) {
      await this.parts.clock.sleep(KEEP_MS, this.signal);
      this.watcher.keep();
    }
    this.watcher.stop();
  }
}
