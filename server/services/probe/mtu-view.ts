import type { FramePath } from "../../domain/frame-path";
import type { MtuProof } from "../../live/probe-memory";
import type { MtuVerdict, MtuView } from "./view";

/** What a test of the MTU means for a path as it is computed now. */
export function mtuView(proof: MtuProof, { direction, mtu, limit }: FramePath): MtuView {
  const { at, exact, above } = proof;
  const { verdict, words } = judged(proof, limit !== null);
  return { at, direction, mtu: proof.mtu, isCurrent: proof.mtu === mtu, exact, above, verdict, words };
}

/** @param isLimited whether the path itself leaves less than Ethernet's own limit */
function judged({ mtu, small, exact, above }: MtuProof, isLimited: boolean): { verdict: MtuVerdict; words: string } {
  const [size, next] = [octets(mtu), octets(mtu + 1)];
  if (exact.returned === 0 && small.returned === 0) {
    const why = small.why === null ? "Not even small probes came back" : `No probes were sent: ${small.why}`;
    return { verdict: "unproved", words: `${why}, so the test says nothing about sizes. Trace the path first.` };
  }
  if (exact.returned === 0) {
    const why = exact.why === null ? "none came back" : exact.why;
    return { verdict: "refuted", words: `Small probes came back, but of those of ${size} ${why}.` };
  }
  if (above.returned === 0)
    return { verdict: "proved", words: `Probes of ${size} came back, those of ${next} did not.` };
  if (!isLimited) {
    const words = `Probes of ${size} came back. So did those of ${next}: the path has room, and Ethernet's own limit is what counts.`;
    return { verdict: "proved", words };
  }
  return { verdict: "refuted", words: `Probes of ${next} came back too: the path carries more than computed.` };
}

function octets(mtu: number): string {
  return `${mtu} octets of payload`;
}
