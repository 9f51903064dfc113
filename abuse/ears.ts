import type { DeviceCount, Tally } from "@/lab/blast";
import type { AbuseStage } from "./stage";

/** Megabytes: a sender as fast as the kernel may keep the one processor from the counter for long. */
const RING_MB = 48;

/** Frames that came in at some machines, by machine and marker. */
export interface Heard {
  /** Of one machine and marker. */
  of(machine: string, mark: string): Tally;
  /** Frames with any of the markers, at any of the machines. */
  sum(machines: readonly string[], marks: readonly string[]): number;
}

/**
 * Counts what comes in at machines while `act` runs.
 * @throws Error when a counter had no room for a frame: its figures would not be exact
 */
export async function hear(
  stage: AbuseStage,
  machines: readonly string[],
  marks: readonly string[],
  act: () => Promise<unknown>,
): Promise<Heard> {
  const counters = await Promise.all(
    machines.map(async (machine) =>
      (await stage.blast(machine)).startCounting({ devices: ["eth0"], markers: marks, ring: RING_MB }),
    ),
  );
  let counts: readonly DeviceCount[] = [];
  try {
    await act();
  } finally {
    counts = (await Promise.all(counters.map((one) => one.stop()))).flat();
  }
  const unread = counts.reduce((sum, one) => sum + one.unread, 0);
  if (unread > 0) throw new Error(`${unread} frames came too fast to be counted: the case proves nothing.`);
  const of = (machine: string, mark: string): Tally => {
    const tally = counts[machines.indexOf(machine)]?.markers[marks.indexOf(mark)];
    if (tally === undefined) throw new Error(`Nobody counted ${mark} at ${machine}.`);
    return tally;
  };
  const sum = (where: readonly string[], which: readonly string[]) =>
    where.flatMap((machine) => which.map((mark) => of(machine, mark).frames)).reduce((a, b) => a + b, 0);
  return { of, sum };
}
