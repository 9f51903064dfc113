/** What the probe program says (agent/probe/probe.h). */
import { type ProbeRound, probeRound } from "./protocol";

const ROUND = /^round (\S+) (\d+) (\d+) (\d+) (\d+)(?: (\d+) (\d+) (\d+))?$/;

/**
 * One line of the program.
 * @throws Error on a line that it never says; it is then another program, or another version.
 */
export function parseProbeLine(line: string): ProbeRound | "listening" {
  if (line === "listening") return line;
  const [, id, ...figures] = ROUND.exec(line) ?? [];
  const [at, sent, arrived, returned, least, median, most] = figures.map((text) =>
    text === undefined ? undefined : Number(text),
  );
  const roundTrip = least === undefined ? null : { least, median, most };
  const parsed = probeRound.safeParse({ id, at, sent, arrived, returned, roundTrip }).data;
  if (parsed !== undefined) return parsed;
  throw new Error(`The probe program said something unknown: "${line.slice(0, 60)}".`);
}
