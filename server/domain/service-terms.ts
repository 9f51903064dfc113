import { isDeepStrictEqual } from "node:util";
import type { ClientRule, ProbeGoal, ServiceProfile } from "@/agent/protocol";
import { floodShare } from "./flood-share";

/** What holds for a segment's frames at one machine's port. */
export interface ServiceTerms {
  readonly profile: ServiceProfile | null;
  /** The tenant's own, in the order in which they are asked. */
  readonly rules: readonly ClientRule[];
  /** Probe points that it sends probes to each minute, by extension. */
  readonly probes: readonly ProbeGoal[];
  /** Until when what would leave here goes back to where it came from, ms since 1970; null when it does not. */
  readonly loopUntil: number | null;
}
export const NO_TERMS: ServiceTerms = { profile: null, rules: [], probes: [], loopUntil: null };

/** A profile as ordered; what is null is not limited. */
export interface OrderedProfile {
  /** bit/s, each direction. */
  readonly bandwidth: number | null;
  /** Percent of the bandwidth, 1 to 100. */
  readonly floodPercent: number | null;
  readonly macs: ServiceProfile["macs"];
  readonly macQuota: number | null;
  readonly carried: ServiceProfile["carried"];
}

/** What the kernel is to enforce at the resource's port of an extension. */
export function profileAtResource(ordered: OrderedProfile): ServiceProfile {
  const { bandwidth, macs, macQuota, carried } = ordered;
  return { bandwidth, flood: floodShare(ordered), macs, macQuota, carried };
}

/**
 * What the kernel is to enforce at the rack's port, which all extensions of the VLAN share: floods up to what the widest
 * of them admits, control frames that any of them carries. Bandwidth and addresses are each extension's own affair.
 */
export function profileAtRack(profiles: readonly ServiceProfile[]): ServiceProfile | null {
  if (profiles.length === 0) return null;
  const floods = profiles.map(({ flood }) => flood);
  const flood = floods.reduce((widest, one) => (widest === null || one === null ? null : Math.max(widest, one)));
  const carried = [...new Set(profiles.flatMap((one) => one.carried))].sort();
  return { bandwidth: null, flood, macs: null, macQuota: null, carried };
}

/** Whether two ports are asked to do the same. */
export function sameTerms(a: ServiceTerms, b: ServiceTerms): boolean {
  return isDeepStrictEqual(a, b);
}
