import type { ReportRequest, Task } from "@/agent/protocol";
import { MacMemory, type MacPlace } from "./mac-places";
import { ProbeMemory } from "./probe-memory";
import { RateMeter } from "./rates";
import type { LiveEvent, LiveHealth, LiveReport, LiveStore, SentProbe, StoredFrame } from "./store";

/** Frames kept a switch and probes kept an extension: what a person can look through. */
const FRAMES_KEPT = 400;
const PROBES_KEPT = 20;

/** The live data of one portal process, empty. */
export function createLiveStore(): LiveStore {
  const receivers = new Set<(event: LiveEvent) => void>();
  const reports = new Map<string, LiveReport>();
  const healths = new Map<string, LiveHealth>();
  const meters = new Map<string, RateMeter>();
  const memories = new Map<string, MacMemory>();
  const macPlaces = new Map<string, readonly MacPlace[]>();
  const watches = new Map<string, Map<number, number>>();
  const tasks = new Map<string, Task[]>();
  const probes = new Map<string, SentProbe[]>();
  const rounds = new ProbeMemory();
  let lastFrameId = 0;

  const publish = (event: LiveEvent) => {
    for (const receive of [...receivers]) receive(event);
  };

  return {
    publish,
    rounds,
    subscribe(receive) {
      receivers.add(receive);
      return () => receivers.delete(receive);
    },
    report(switchId, report, at) {
      const meter = getOrMake(meters, switchId, () => new RateMeter());
      const seen = report.frames.map((frame): StoredFrame => ({ ...frame, id: ++lastFrameId }));
      const frames = [...(reports.get(switchId)?.frames ?? []), ...seen].slice(-FRAMES_KEPT);
      const settingSince = settingSinceOf(reports.get(switchId) ?? null, report, at);
      reports.set(switchId, { at, settingSince, report, rates: meter.add(report.counters, at), frames });
      macPlaces.set(switchId, getOrMake(memories, switchId, () => new MacMemory()).take(report.macs, at));
      if (report.health !== undefined) healths.set(switchId, { at, health: report.health });
      noteTaskErrors(probes, report.tasks);
      rounds.take(switchId, report);
      publish({ kind: "switch_report", switchId });
    },
    lastReport: (switchId) => reports.get(switchId) ?? null,
    lastHealth: (switchId) => healths.get(switchId) ?? null,
    macPlaces: (switchId) => macPlaces.get(switchId) ?? [],
    watchFrames(switchId, ports, until) {
      const watched = getOrMake(watches, switchId, () => new Map<number, number>());
      for (const port of ports) watched.set(port, Math.max(until, watched.get(port) ?? 0));
      // Also for a port that is watched already: its agent may have stopped looking by now.
      publish({ kind: "switch_desired", switchId });
    },
    watchedPorts(switchId, now) {
      const watched = watches.get(switchId) ?? new Map<number, number>();
      for (const [port, until] of watched) if (until <= now) watched.delete(port);
      const ports = [...watched.keys()].sort((a, b) => a - b);
      return { ports, forMs: Math.max(0, ...[...watched.values()].map((until) => until - now)) };
    },
    addTask(switchId, task) {
      rounds.expect(switchId, task);
      getOrMake(tasks, switchId, () => []).push(task);
      publish({ kind: "switch_desired", switchId });
    },
    takeTasks(switchId) {
      const waiting = tasks.get(switchId) ?? [];
      tasks.delete(switchId);
      return waiting;
    },
    addProbe(probe) {
      const kept = getOrMake(probes, probe.extensionId, () => []);
      probes.set(probe.extensionId, [...kept, probe].slice(-PROBES_KEPT));
    },
    probesOf: (extensionId) => probes.get(extensionId) ?? [],
  };
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function noteTaskErrors(
  probes: ReadonlyMap<string, readonly SentProbe[]>,
  outcomes: readonly { id: string; error: string | null }[],
): void {
  for (const outcome of outcomes) {
    if (outcome.error === null) continue;
    for (const sent of probes.values()) {
      for (const probe of sent) if (probe.id === outcome.id) probe.error = outcome.error;
    }
  }
}

/** A switch that follows another state, or sends by other paths, has just begun to; of the first one heard nobody knows. */
function settingSinceOf(before: LiveReport | null, report: ReportRequest, at: number): number {
  if (before === null) return 0;
  return settingOf(before.report) === settingOf(report) ? before.settingSince : at;
}

function settingOf({ number, paths }: ReportRequest): string {
  const active = paths.filter((path) => path.active).map(({ port, tagOut }) => `${port}:${tagOut}`);
  return [number, ...active.sort()].join(" ");
}
