import { type MapEntry, mapEntryKey, type PortNumber, type Relay } from "@/agent/protocol";
import type { MachinePlace, Segment } from "./attachments";

/** A switch in front of a client port: the machine's port there, and the one that leads on. */
interface FrontPorts {
  readonly port: PortNumber;
  readonly uplink: PortNumber;
}

/**
 * The entry of the switch that gives the host tag, where one in front has given the customer tag (seed para 55). Probes
 * and loopback are the other's: there the machine's own frames enter.
 */
export function underCustomerTag(entry: MapEntry): MapEntry {
  if (entry.kind !== "attachment") return entry;
  const { probes: _, loopUntil: __, ...own } = entry;
  return { ...own, customerTagged: true };
}

/** The key of what the switch in front holds for a segment under a VLAN id of the machine. */
export function relayKey({ clientVlan }: Pick<MachinePlace, "clientVlan">, { port }: Pick<FrontPorts, "port">): string {
  return mapEntryKey({ kind: "relay", port, clientVlan });
}

/** What the switch in front holds for a segment's place at a client port. */
export function relayAt(
  { customerTag }: Pick<Segment, "customerTag">,
  place: Pick<MachinePlace, "clientVlan" | "terms">,
  { port, uplink }: FrontPorts,
): Relay {
  const { clientVlan, terms } = place;
  return {
    ...{ kind: "relay", key: relayKey(place, { port }), port, clientVlan, customerTag, uplink },
    ...(terms.probes.length === 0 ? {} : { probes: [...terms.probes] }),
    ...(terms.loopUntil === null ? {} : { loopUntil: terms.loopUntil }),
  };
}
