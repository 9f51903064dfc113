/**
 * Which destinations a bridge knows: frames for all others it floods. The kernel's rules cannot ask the bridge, so the
 * agent tells them what it last read there. An address that is new to the bridge counts as unknown until the agent has heard
 * of it and acted, some tenths of a second; without the program that tells it, until the next whole reading, 3 to 4 s. Frames
 * for it pass meanwhile, by way of the limit.
 */
import type { Attachment } from "./chains";
import type { LearnedAddress } from "./iproute-read";
import { isProbeAddress } from "./probe-rules";
import type { DesiredState, Mac, SegmentNumber } from "./protocol";
import type { FullQuotas, KnownDestinations } from "./serving";

/** Most of them at an attachment; each is a rule of the kernel. Those beyond it count as unknown. */
const MOST_KNOWN = 1_024;

/** For each attachment whose floods are limited, the addresses at other ports of its segment. */
export function knownDestinations(
  { entries }: DesiredState,
  learned: readonly LearnedAddress[],
  full: FullQuotas,
): KnownDestinations {
  const limited = entries.filter(hasFloodLimit);
  if (limited.length === 0) return new Map();
  const segments = bySegment(learned.filter(isAdmitted(entries, full)));
  return new Map(limited.map((entry) => [entry.key, elsewhere(segments.get(entry.segment) ?? [], entry)]));
}

function hasFloodLimit(entry: DesiredState["entries"][number]): entry is Attachment {
  return entry.kind === "attachment" && (entry.profile?.flood ?? null) !== null;
}

/** Addresses over a quota are about to be forgotten. */
function isAdmitted(entries: DesiredState["entries"], full: FullQuotas): (address: LearnedAddress) => boolean {
  const quotas = entries.flatMap((entry) => {
    const admitted = full.get(entry.key);
    return admitted === undefined || entry.kind !== "attachment"
      ? []
      : [[placeName(entry), new Set(admitted)] as const];
  });
  const byPlace = new Map(quotas);
  return (address) => isProbeAddress(address.mac) || (byPlace.get(placeName(address))?.has(address.mac) ?? true);
}

function bySegment(learned: readonly LearnedAddress[]): Map<SegmentNumber, LearnedAddress[]> {
  const segments = new Map<SegmentNumber, LearnedAddress[]>();
  for (const one of learned) {
    const there = segments.get(one.segment);
    if (there === undefined) segments.set(one.segment, [one]);
    else there.push(one);
  }
  return segments;
}

function elsewhere(learned: readonly LearnedAddress[], { port }: Attachment): Mac[] {
  return learned
    .filter((one) => one.port !== port)
    .map(({ mac }) => mac)
    .sort()
    .slice(0, MOST_KNOWN);
}

function placeName({ port, segment }: Pick<Attachment, "port" | "segment">): string {
  return `${port} ${segment}`;
}
