/** What the switch's bridge has learned, and what that costs. */
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

/** Memory of the kernel that is in use and cannot be given back, octets: its objects, learned addresses among them. */
export async function kernelMemory(kernel: Executor): Promise<number> {
  const { stdout } = await kernel.run(["cat", "/proc/meminfo"]);
  return Number(/^SUnreclaim:\s+(\d+) kB/m.exec(stdout)?.[1] ?? Number.NaN) * 1024;
}
