import { type Mac, macAddress, portNumber } from "@/agent/protocol";
import type { port } from "@/db/schema/switch";
import type { PortAt } from "../../domain/attachments";

/** A row of `port` in the words of the domain. */
export function portAt(row: { id: string; switchId: string; number: number }): PortAt {
  return { switchId: row.switchId, portId: row.id, number: portNumber.parse(row.number) };
}

/** The MAC of a port's interface; null until its agent has joined. */
export function macOfPort({ mac }: Pick<typeof port.$inferSelect, "mac">): Mac | null {
  return mac === null ? null : macAddress.parse(mac);
}
