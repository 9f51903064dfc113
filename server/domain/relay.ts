import { type MapEntry, mapEntryKey, type PortNumber, type Relay } from "@/agent/protocol";
import type { MachinePlace, Segment } from "./attachments";

/** The entry of the switch that gives the host tag, where one in front has given the customer tag (seed para 55). */
export function underCustomerTag(entry: MapEntry): MapEntry {
  if (entry.kind !== "attachment") return entry;
  // Probes enter as frames without a customer tag, which no rule of this port takes.
  const { probes: _, ...own } = entry;
  return { ...own, customerTagged: true };
}

/** What the switch in front holds for a segment's place at a client port. */
export function relayAt(
  { customerTag }: Pick<Segment, "customerTag">,
  { clientVlan }: Pick<MachinePlace, "clientVlan">,
  front: { readonly port: PortNumber; readonly uplink: PortNumber },
): Relay {
  const { port, uplink } = front;
  return {
    kind: "relay",
    key: mapEntryKey({ kind: "relay", port, clientVlan }),
    port,
    clientVlan,
    customerTag,
    uplink,
  };
}
