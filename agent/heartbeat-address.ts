/** How a heartbeat is told from all other frames of a pseudowire, and one path's from another's. */
import type { DatacenterTag } from "./protocol";

/** IEEE 802 Local Experimental EtherType 1, as tc reads it. Heartbeats are untagged, tenants' frames there never are. */
export const HEARTBEAT_PROTOCOL = "0x88b5";
/** Start of a heartbeat's destination; the last two octets are the tag 3 by which it leaves. */
export const HEARTBEAT_PREFIX = "02:d0:7e:00";

/** Destination MAC of the heartbeats of the path that leaves with this tag 3. */
export function heartbeatAddress(tag: DatacenterTag): string {
  const hex = tag.toString(16).padStart(4, "0");
  return `${HEARTBEAT_PREFIX}:${hex.slice(0, 2)}:${hex.slice(2)}`;
}
