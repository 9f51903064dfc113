import type { ServiceProfile } from "@/agent/protocol";
import type { Limit } from "./limits-view";

/** The limits that a profile sets at a port, one by one; none where there is no profile. */
export function limitsIn(profile: ServiceProfile | null): Limit[] {
  if (profile === null) return [];
  const { bandwidth, flood, macs, macQuota, carried } = profile;
  const limits: Limit[] = [{ what: "control", carried }];
  if (macs !== null || macQuota !== null) limits.unshift({ what: "macs", macs, quota: macQuota });
  if (flood !== null) limits.unshift({ what: "flood", bitsPerSecond: flood });
  if (bandwidth === null) return limits;
  return [
    { what: "bandwidth out", bitsPerSecond: bandwidth },
    { what: "bandwidth in", bitsPerSecond: bandwidth },
    ...limits,
  ];
}
