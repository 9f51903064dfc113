import type { AlarmView } from "@/server/services/switch/alarm-view";
import { countText, framesText } from "../ui/duration";

type Alarm = Pick<AlarmView, "kind" | "port" | "mac" | "other" | "count">;

/** What was seen at a port, as a sentence that names it. */
export function alarmWords({ kind, port, mac, other, count }: Alarm): string {
  if (kind === "undeclared_address") {
    return `Port ${port}: ${framesText(count)} came in from MAC addresses that the profile does not declare, and were dropped.`;
  }
  if (kind === "too_many_addresses") {
    return `Port ${port}: ${framesText(count)} came in from MAC addresses beyond the quota, and were dropped.`;
  }
  return `Port ${port}: MAC address ${mac ?? "unknown"} moved ${countText(count)} times between this port and port ${other ?? "unknown"}: a loop, or somebody else's address.`;
}
