import { z } from "zod";

/** An extension as asked for: which VLAN, to which resource. Pair, path and line follow from them. */
export const orderInput = z.object({
  vlanId: z.string().min(1, "Choose a VLAN."),
  resourceId: z.string().min(1, "Choose a resource."),
});
export type OrderInput = z.infer<typeof orderInput>;

export const extensionIdInput = z.object({ id: z.string().min(1) });
export type ExtensionIdInput = z.infer<typeof extensionIdInput>;

export const listExtensionsInput = z.object({ rackId: z.string().min(1).optional() }).optional();
export type ListExtensionsInput = z.infer<typeof listExtensionsInput>;
