import { z } from "zod";
import { nameField, optionalMacField, optionalNameField } from "../field";

const heightRule = "A rack is 1 to 60 height units tall. Give a whole number of them, or leave the field empty.";

export const registerRackInput = z.object({
  name: nameField,
  datacenterId: z.string().min(1, "Choose a datacenter."),
  kind: z.enum(["physical", "virtual"]),
  /** Of its one interface, as printed; any usual form. */
  mac: optionalMacField,
  room: optionalNameField,
  cabinet: optionalNameField,
  heightUnits: z.number(heightRule).int(heightRule).min(1, heightRule).max(60, heightRule).nullish(),
});
export type RegisterRackInput = z.input<typeof registerRackInput>;

export const setAcceptsInput = z.object({ id: z.string().min(1), accepts: z.enum(["both", "tagged", "untagged"]) });
export type SetAcceptsInput = z.input<typeof setAcceptsInput>;

export const rackIdInput = z.object({ id: z.string().min(1) });
