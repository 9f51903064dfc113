import { z } from "zod";
import { orderInput } from "../extension/schemas";
import { nameField } from "../field";

const address = z.string().trim().max(50).optional();

/** A machine as asked for. */
const wantedMachine = {
  name: nameField,
  cloudId: z.string().min(1, "Choose a cloud."),
};

export const createMachineInput = z.object({
  ...wantedMachine,
  /** The tenant's VLANs that it has an address in; without an address the highest free one of the VLAN's range. */
  vlans: z
    .array(z.object({ vlanId: z.string().min(1, "Choose a VLAN."), address }))
    .min(1, "A machine needs a VLAN. Choose one.")
    .max(16, "A machine has at most 16 VLANs."),
});
export type CreateMachineInput = z.input<typeof createMachineInput>;

/** An extension whose far end is made with it. */
export const orderMachineInput = orderInput
  .omit({ resourceId: true })
  .extend({ machine: z.object({ ...wantedMachine, address }) });
export type OrderMachineInput = z.input<typeof orderMachineInput>;

export const machineIdInput = z.object({ id: z.string().min(1) });
export type MachineIdInput = z.infer<typeof machineIdInput>;

export const moveMachineInput = z.object({ id: z.string().min(1), cloudId: z.string().min(1, "Choose a cloud.") });
export type MoveMachineInput = z.infer<typeof moveMachineInput>;

export const rejectMoveInput = z.object({
  id: z.string().min(1),
  /** What the tenant reads. */
  reason: z
    .string()
    .trim()
    .min(3, "Say why, in 3 characters or more: the tenant reads it.")
    .max(500, "A reason has at most 500 characters. Shorten it."),
});
export type RejectMoveInput = z.infer<typeof rejectMoveInput>;
