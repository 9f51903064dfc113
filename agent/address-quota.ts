/**
 * Most source addresses at once, without the kernel's own limit (fdb_max_learned, Linux 6.8, is for a whole bridge).
 * As long as there is room an attachment's frames are not asked; once the quota is full, its addresses alone may send, and
 * what the bridge learned beside them goes. More may be learned until the agent has heard of it and acted, some tenths of a
 * second; without the program that tells it, until the next whole reading, 3 to 4 s.
 */
import type { ActualSegmentPort } from "./actual";
import type { Attachment } from "./chains";
import type { LearnedAddress } from "./iproute-read";
import { bridgePortDevice } from "./names";
import { isProbeAddress } from "./probe-rules";
import type { DesiredState, Mac } from "./protocol";
import { placeOfSegment } from "./segment-place";
import type { FullQuotas } from "./serving";

/** An address keeps its place for so long after the bridge has forgotten it, ms: as long as the bridge itself remembers one. */
const KEEP_MS = 300_000;

export class AddressQuota {
  /** By the entry's key: addresses, and when the bridge last had them. */
  private seen = new Map<string, ReadonlyMap<Mac, number>>();
  /** Addresses of the attachments that have as many as they may. */
  full: FullQuotas = new Map();
  /** Where the bridge knows others beside them. */
  overfull: readonly ActualSegmentPort[] = [];

  /** Takes in what the bridges know. @param at ms since 1970 */
  read(desired: DesiredState, learned: readonly LearnedAddress[], at: number): void {
    const limited = desired.entries.flatMap((entry) => {
      const quota = entry.kind === "attachment" && entry.profile?.macs === null ? entry.profile.macQuota : null;
      return quota === null || entry.kind !== "attachment" ? [] : [{ entry, quota }];
    });
    const there =
      limited.length === 0 ? new Map<string, Mac[]>() : byPlace(learned.filter(({ mac }) => !isProbeAddress(mac)));
    const read = limited.map(({ entry, quota }) => {
      const macs = there.get(placeName(entry)) ?? [];
      return { entry, macs, admitted: admitted(this.seen.get(entry.key), macs, quota, at), quota };
    });
    this.seen = new Map(read.map(({ entry, admitted }) => [entry.key, admitted]));
    const full = read.filter((one) => one.admitted.size >= one.quota);
    this.full = new Map(full.map(({ entry, admitted }) => [entry.key, [...admitted.keys()]]));
    this.overfull = full
      .filter((one) => one.macs.some((mac) => !one.admitted.has(mac)))
      .map(({ entry }) => portOf(entry));
  }
}

/** Those known before first, then new ones while there is room. */
function admitted(
  before: ReadonlyMap<Mac, number> = new Map(),
  macs: readonly Mac[],
  quota: number,
  at: number,
): ReadonlyMap<Mac, number> {
  const after = new Map([...before].filter(([, seenAt]) => at - seenAt <= KEEP_MS).slice(0, quota));
  for (const mac of macs) if (after.has(mac) || after.size < quota) after.set(mac, at);
  return after;
}

function byPlace(learned: readonly LearnedAddress[]): Map<string, Mac[]> {
  const macs = new Map<string, Mac[]>();
  for (const one of learned) {
    const name = placeName(one);
    const known = macs.get(name);
    if (known === undefined) macs.set(name, [one.mac]);
    else known.push(one.mac);
  }
  return macs;
}

function placeName({ port, segment }: Pick<Attachment, "port" | "segment">): string {
  return `${port} ${segment}`;
}

function portOf({ port, segment }: Attachment): ActualSegmentPort {
  const { bridge, vid } = placeOfSegment(segment);
  return { device: bridgePortDevice(port, bridge), vid };
}
