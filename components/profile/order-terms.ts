import type { OrderInput } from "@/server/services/extension/schemas";
import { CONTROL_NAMES } from "./control-words";
import type { ProfileInput } from "./profile-draft";

type Query = Readonly<Record<string, string | string[] | undefined>>;

/** What an order asks besides its VLAN, resource and way; null is what it gets when nothing is asked. */
export interface OrderTerms {
  /** VLAN id at the resource's end. */
  readonly endVlan: number | "untagged" | null;
  readonly profile: ProfileInput | null;
}
export const STANDARD_TERMS: OrderTerms = { endVlan: null, profile: null };

/** What the API is told of them. */
export function termsOfOrder({ endVlan, profile }: OrderTerms): Pick<OrderInput, "endVlan" | "profile"> {
  return { ...(endVlan === null ? {} : { endVlan }), ...(profile === null ? {} : { profile }) };
}

/** Writes them into an address, where going back and forth keeps them. */
export function writeTerms(query: URLSearchParams, { endVlan, profile }: OrderTerms): void {
  if (endVlan !== null) query.set("end", String(endVlan));
  if (profile === null) return;
  query.set("bandwidth", String(profile.bandwidth ?? "none"));
  if (profile.floodPercent !== null) query.set("flood", String(profile.floodPercent));
  if (profile.macQuota !== null) query.set("quota", String(profile.macQuota));
  for (const mac of profile.macs ?? []) query.append("mac", mac);
  for (const name of profile.carried) query.append("carry", name);
}

/** Reads them from an address. What is no number there is nothing asked; which numbers are allowed is the API's to say. */
export function readTerms(query: Query): OrderTerms {
  const endVlan = query.end === "untagged" ? "untagged" : count(query.end);
  if (query.bandwidth === undefined) return { endVlan, profile: null };
  const macs = each(query.mac);
  return {
    endVlan,
    profile: {
      bandwidth: count(query.bandwidth),
      floodPercent: count(query.flood),
      macQuota: count(query.quota),
      macs: macs.length === 0 ? null : macs,
      carried: CONTROL_NAMES.filter((name) => each(query.carry).includes(name)),
    },
  };
}

function count(value: string | string[] | undefined): number | null {
  return typeof value === "string" && /^\d{1,12}$/.test(value) ? Number(value) : null;
}

function each(value: string | string[] | undefined): string[] {
  return [value ?? []].flat();
}
