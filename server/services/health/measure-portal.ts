import { readdir, readFile, statfs } from "node:fs/promises";
import { availableParallelism, freemem, loadavg, totalmem, uptime } from "node:os";
import { join } from "node:path";
import type { NodeHealth } from "@/agent/protocol";

const DEVICES = "/sys/class/net";
/** IFF_UP in a device's flags. */
const UP = 1;

/** How the portal's own computer fares now: what agents tell of theirs, and all of its network devices but the loopback. */
export async function measurePortal({ now, diskPath }: { now: number; diskPath: string }): Promise<NodeHealth> {
  const [disk, names] = await Promise.all([statfs(diskPath), readdir(DEVICES).catch(() => [])]);
  const nics = await Promise.all(names.filter((name) => name !== "lo").map(nicOf));
  return {
    at: now,
    upSeconds: Math.floor(uptime()),
    cpu: { cores: availableParallelism(), loadOneMinute: loadavg()[0] ?? 0 },
    // On Linux libuv gives MemAvailable here, not MemFree.
    memory: { total: totalmem(), available: freemem() },
    disk: { path: diskPath, total: disk.blocks * disk.bsize, free: disk.bavail * disk.bsize },
    nics: nics.flat(),
    resident: process.memoryUsage.rss(),
  };
}

/** Nothing for a device that went away meanwhile, and for what is no device. */
async function nicOf(name: string): Promise<NodeHealth["nics"]> {
  const numberIn = async (file: string) => Number((await readFile(join(DEVICES, name, file), "utf8")).trim());
  try {
    const [flags, received, sent] = await Promise.all(
      ["flags", "statistics/rx_bytes", "statistics/tx_bytes"].map(numberIn),
    );
    return [{ name, isUp: ((flags ?? 0) & UP) === UP, received: received ?? 0, sent: sent ?? 0 }];
  } catch {
    return [];
  }
}
