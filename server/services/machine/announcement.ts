import { type ClientVlan, clientVlan, macAddress, portNumber } from "@/agent/protocol";
import { announcementFrame } from "../../domain/announcement-frame";
import type { ServiceContext } from "../context";
import type { PlacedMachine } from "./placed";

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
