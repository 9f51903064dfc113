/** What the chains of attachments depend on beside the attachment itself: addresses that were seen, and other attachments. */
import type { Attachment } from "./chains";
import type { CopyTargets } from "./client-rule-filter";
import { PROBE_RANGE } from "./probe-rules";
import type { Copy, DesiredState, Mac, PortNumber } from "./protocol";
import type { Sources } from "./served-rules";
import { probedPorts } from "./wanted-probes";

/** Addresses that fill the quota of an attachment, by its key; absent while there is room. */
export type FullQuotas = ReadonlyMap<string, readonly Mac[]>;
export const NO_FULL_QUOTA: FullQuotas = new Map();
/** Destinations that the bridge would not flood, by the key of the attachment whose floods are limited. */
export type KnownDestinations = ReadonlyMap<string, readonly Mac[]>;
export const NONE_KNOWN: KnownDestinations = new Map();

export interface Serving {
  /** Sources that may come in at an attachment; null: every one. */
  sources(entry: Attachment): Sources;
  /** Destinations that its limit of floods is not for. */
  known(entry: Attachment): readonly Mac[];
  readonly targets: CopyTargets;
  /** The attachment as whose frames copies from other switches leave; null where they go on, and where their client system has none. */
  delivery(entry: Copy): Attachment | null;
}

/** For all attachments of one switch. */
export function servingOf(
  { ports, entries }: Pick<DesiredState, "ports" | "entries">,
  full: FullQuotas,
  known: KnownDestinations = NONE_KNOWN,
): Serving {
  const byPort = new Map<PortNumber, Attachment[]>();
  for (const entry of entries) {
    if (entry.kind !== "attachment") continue;
    const there = byPort.get(entry.port);
    if (there === undefined) byPort.set(entry.port, [entry]);
    else there.push(entry);
  }
  const probed = probedPorts({ ports });
  const onward = new Set(ports.filter(({ kind }) => kind === "trunk" || kind === "pseudowire").map((it) => it.number));
  return {
    sources: (entry) => sourcesOf(entry, full, probed),
    known: ({ key }) => known.get(key) ?? [],
    targets: {
      at: (entry, port) => (port === entry.port ? null : targetOf(entry, byPort.get(port) ?? [])),
      leadOn: (port) => onward.has(port),
    },
    delivery: ({ to, clientVlan, hostTag }) =>
      byPort.get(to)?.find((entry) => entry.clientVlan === clientVlan && entry.hostTag === hostTag) ?? null,
  };
}

/** Probes are no addresses of the tenant: they may come in wherever none but ours can. */
function sourcesOf({ key, port, profile }: Attachment, full: FullQuotas, probed: ReadonlySet<PortNumber>): Sources {
  const declared = profile?.macs ?? null;
  const admitted = declared ?? (profile?.macQuota == null ? null : (full.get(key) ?? null));
  const probes = probed.has(port) ? [PROBE_RANGE] : [];
  return admitted === null ? null : [...new Set([...admitted, ...probes])].sort();
}

/** The same segment where it is attached there, else another one of the same client system: nobody else's. */
function targetOf(entry: Attachment, there: readonly Attachment[]): Attachment | null {
  const own = there.filter(({ hostTag }) => hostTag === entry.hostTag);
  const first = [...own].sort((a, b) => (a.key < b.key ? -1 : 1))[0];
  return own.find(({ segment }) => segment === entry.segment) ?? first ?? null;
}
