/** What the switch's bridge has learned, and what that costs. */
import { systemClock } from "@/agent/clock";
import type { Executor } from "@/agent/executor";

/** A learned address: on which port, in which VLAN of the bridge. */
export interface LearnedMac {
  readonly mac: string;
  readonly device: string;
  readonly segment: number;
}

/** Addresses that the bridges of a switch have learned by themselves. */
export async function learnedMacs(kernel: Executor): Promise<LearnedMac[]> {
  const { stdout } = await kernel.run(["bridge", "fdb", "show", "dynamic"], { timeoutMs: 120_000 });
  return [...stdout.matchAll(/^(\S+) dev (\S+) vlan (\d+)/gm)].map(([, mac = "", device = "", vlan]) => ({
    mac,
    device,
    segment: Number(vlan),
  }));
}

/** How many there are on one device, without taking each apart. */
export async function learnedOn(kernel: Executor, device: string): Promise<number> {
  const { stdout } = await kernel.run(["bridge", "fdb", "show", "dynamic", "brport", device], { timeoutMs: 120_000 });
  return stdout.split("\n").filter(Boolean).length;
}

/** Between two readings, ms: they must not take the processor from what is measured. */
const READ_EACH_MS = 50;

/** Most addresses on one device while something is done, and how long, ms, readings found more than `allowed`. */
export async function fullnessDuring(
  kernel: Executor,
  device: string,
  allowed: number,
  act: () => Promise<unknown>,
): Promise<{ most: number; aboveMs: number }> {
  const over = new AbortController();
  let [most, aboveMs, before] = [0, 0, Date.now()];
  const read = async () => {
    while (!over.signal.aborted) {
      const learned = await learnedOn(kernel, device);
      const now = Date.now();
      most = Math.max(most, learned);
      if (learned > allowed) aboveMs += now - before;
      before = now;
      await systemClock.sleep(READ_EACH_MS, over.signal);
    }
  };
  await Promise.all([act().finally(() => over.abort()), read()]);
  return { most, aboveMs };
}

/** Memory of the kernel that is in use and cannot be given back, octets: its objects, learned addresses among them. */
export async function kernelMemory(kernel: Executor): Promise<number> {
  const { stdout } = await kernel.run(["cat", "/proc/meminfo"]);
  return Number(/^SUnreclaim:\s+(\d+) kB/m.exec(stdout)?.[1] ?? Number.NaN) * 1024;
}
