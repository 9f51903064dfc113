/** The lines of the program that sends and hears heartbeats (agent/heartbeat/heartbeat.h), and how paths are called there. */
import { z } from "zod";
import { portDevice } from "./names";
import { type DatacenterTag, datacenterTag, type PortNumber, portNumber } from "./protocol";

/** One path of a pseudowire, as its two ends tell it from all others. */
export interface HeartbeatPath {
  readonly port: PortNumber;
  readonly tagOut: DatacenterTag;
  readonly tagIn: DatacenterTag;
}

/** Nothing came in for 250 ms, or the far end says that nothing of ours arrives there. */
export type DownCause = "silent" | "one-way";

/** What became of a path; `at` is in ms since 1970, by the clock of the kernel that the program runs in. */
export type PathEvent = HeartbeatPath & { readonly at: number } & (
    | { readonly state: "up" }
    | { readonly state: "down"; readonly cause: DownCause }
  );

const LINE = /^(up|down) p-([0-9]+) ([0-9]+) ([0-9]+) ([0-9]+)( silent| one-way)?$/;
const event = z.object({ port: portNumber, tagOut: datacenterTag, tagIn: datacenterTag, at: z.number().int() });

/** The program's argument for a path; equal for equal paths alone. */
export function heartbeatArgument({ port, tagOut, tagIn }: HeartbeatPath): string {
  return `${portDevice(port)}/${tagOut}/${tagIn}`;
}

/**
 * One line of the program.
 * @throws Error on a line that it never says; it is then another program, or another version.
 */
export function parseHeartbeatLine(line: string): PathEvent | "listening" {
  if (line === "listening") return line;
  const [, state, ...rest] = LINE.exec(line) ?? [];
  const [port, tagOut, tagIn, at] = rest.slice(0, 4).map(Number);
  const parsed = event.safeParse({ port, tagOut, tagIn, at }).data;
  const cause = rest[4]?.trim();
  if (parsed !== undefined && state === "up" && cause === undefined) return { ...parsed, state };
  if (parsed !== undefined && state === "down" && (cause === "silent" || cause === "one-way")) {
    return { ...parsed, state, cause };
  }
  throw new Error(`The heartbeat program said something unknown: "${line.slice(0, 60)}".`);
}
