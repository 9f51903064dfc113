import { eq } from "drizzle-orm";
import { type ClientVlan, clientVlan, macAddress, portNumber } from "@/agent/protocol";
import { resource } from "@/db/schema/cloud";
import { announcementFrame } from "../../domain/announcement-frame";
import type { ServiceContext } from "../context";
import type { Work } from "../event/commit";
import { type PlacedMachine, placedAt } from "./placed";

/**
 * Has a machine speak at its new place in each of its VLANs, so that every switch on the way learns where it is now and
 * nobody's frames go on to the old one. Not by itself: it has not noticed that it was moved.
 */
export function announceMachine(ctx: ServiceContext, { machine, addresses, port }: PlacedMachine): void {
  const mac = macAddress.parse(machine.mac);
  for (const { vid, cidr } of addresses) {
    const own: ClientVlan = clientVlan.parse(vid === 0 ? "untagged" : vid);
    const frame = announcementFrame(mac, own, cidr.split("/")[0] ?? "");
    const task = { kind: "send" as const, id: ctx.newId("task"), port: portNumber.parse(port.number), frame };
    ctx.live.addTask(port.switchId, task);
  }
}

/**
 * When a machine has just been coupled: it may have an address that another one had before, and neighbours keep what they
 * knew for a minute.
 */
export async function announceCoupled({ tx, ctx }: Work, resourceId: string): Promise<void> {
  const [far] = await tx.select().from(resource).where(eq(resource.id, resourceId));
  if (far === undefined || far.machineId === null || far.portId === null) return;
  announceMachine(ctx, await placedAt(tx, far.machineId, far.portId));
}
