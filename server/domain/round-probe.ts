import type { FrameReader } from "./octets";

/** "DVPB": what makes an experimental frame one of the agents' own probes, which go round each minute. */
const MAGIC = 0x44565042;
/** Octets that such a probe has after its EtherType. */
const OCTETS = 32;

/** Reads a probe of a round at the reader's place. @returns what it is, as words; null, and nothing read, when it is none */
export function readRoundProbe(reader: FrameReader): string | null {
  if (reader.peek(4) !== MAGIC || reader.left < OCTETS) return null;
  const field = (name: string, octets: number, show: (value: number) => string) =>
    reader.field("Probe", name, octets, show);
  field("Mark", 4, () => "DVPB");
  field("Version", 1, String);
  const isAnswer = field("Kind", 1, (value) => (value === 1 ? "1 answer" : "0 probe")) === 1;
  field("Reserved", 2, String);
  field("Round", 4, String);
  const sequence = field("Sequence", 2, String) ?? 0;
  field("Arrived so far", 2, String);
  field("Sent at, and time at the far end", 16, () => "two times of 8 octets");
  return isAnswer ? `answer to probe ${sequence + 1} of a round` : `probe ${sequence + 1} of a round`;
}
