/** How the computer fares that this agent runs on (seed FIG. 9). */
import { statfs } from "node:fs/promises";
import { availableParallelism, freemem, loadavg, totalmem, uptime } from "node:os";
import type { ActualLink } from "./actual";
import type { Clock } from "./clock";
import type { Executor } from "./executor";
import { givenInterfaces } from "./interfaces";
import type { NodeHealth } from "./protocol";

/** The computer is measured so often, ms. */
const MEASURE_MS = 5_000;

export interface HealthSource {
  readonly executor: Executor;
  readonly clock: Clock;
  /** A path on the disk whose room is told. */
  readonly diskPath: string;
  /** The switch's links as last read. */
  links(): readonly ActualLink[];
}

/** Measures again and again until the signal; a time at which it cannot is left out. */
export async function watchHealth(
  source: HealthSource,
  measured: (health: NodeHealth) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await measureHealth(source).then(measured, () => undefined);
    await source.clock.sleep(MEASURE_MS, signal);
  }
}

/** CPU, memory, disk and process of this computer, and the cables of the switch that this agent serves. */
export async function measureHealth({ executor, clock, diskPath, links }: HealthSource): Promise<NodeHealth> {
  const [disk, { stdout }] = await Promise.all([statfs(diskPath), executor.run(["cat", "/proc/net/dev"])]);
  const octets = deviceOctets(stdout);
  const up = new Map(links().map((link) => [link.name, link.up]));
  const nics = givenInterfaces(links()).flatMap(({ name }) => {
    const counted = octets.get(name);
    return counted === undefined ? [] : [{ name, isUp: up.get(name) ?? false, ...counted }];
  });
  return {
    at: clock.now(),
    upSeconds: Math.floor(uptime()),
    cpu: { cores: availableParallelism(), loadOneMinute: loadavg()[0] ?? 0 },
    // On Linux libuv gives MemAvailable here, not MemFree.
    memory: { total: totalmem(), available: freemem() },
    disk: { path: diskPath, total: disk.blocks * disk.bsize, free: disk.bavail * disk.bsize },
    nics,
    resident: process.memoryUsage.rss(),
  };
}

/** In /proc/net/dev, after the device's name. */
const RECEIVED_COLUMN = 0;
const SENT_COLUMN = 8;

/** Octets that each device received and sent, from the text of /proc/net/dev. */
export function deviceOctets(text: string): Map<string, { received: number; sent: number }> {
  const lines = text.split("\n").map((line) => /^\s*([^\s:]+):\s*(.*)$/.exec(line));
  return new Map(
    lines.flatMap((line) => {
      if (line === null) return [];
      const [, name = "", rest = ""] = line;
      const columns = rest.split(/\s+/).map(Number);
      return [[name, { received: columns[RECEIVED_COLUMN] ?? 0, sent: columns[SENT_COLUMN] ?? 0 }] as const];
    }),
  );
}
