import { z } from "zod";
import { clientVlan } from "@/agent/protocol";
import { profileInput } from "./profile-row";

/** Codes of links. */
const linkCodes = z.array(z.string().min(1).max(12)).max(8).default([]);

/** An extension as asked for: which VLAN, to which resource. Pair and path follow from them, unless a way is asked for. */
export const orderInput = z.object({
  vlanId: z.string().min(1, "Choose a VLAN."),
  /** Of a resource, or of another rack of the tenant's: its VLAN is then one LAN with that rack on it. */
  resourceId: z.string().min(1, "Choose a resource or a rack."),
  /** Links that its path must use, and such that it must not. Absent: the best path, whatever it uses. */
  way: z.object({ via: linkCodes, avoid: linkCodes }).optional(),
  /** VLAN id at the resource's end; absent when it is the rack's own, which is then untouched. */
  endVlan: clientVlan.optional(),
  /** Absent: floods are limited to 5 %, nothing else is. */
  profile: profileInput.optional(),
});
export type OrderInput = z.input<typeof orderInput>;
export type ParsedOrder = z.output<typeof orderInput>;

export const profileOfInput = z.object({ id: z.string().min(1), profile: profileInput });
export type ProfileOfInput = z.input<typeof profileOfInput>;

export const extensionIdInput = z.object({ id: z.string().min(1) });
export type ExtensionIdInput = z.infer<typeof extensionIdInput>;

export const listExtensionsInput = z.object({ rackId: z.string().min(1).optional() }).optional();
export type ListExtensionsInput = z.infer<typeof listExtensionsInput>;
