/**
 * Chains of rules at a port, for attachments that have a profile or rules of their own. A frame gets into a chain only by
 * the rule that found its VLAN, so nothing in it can ever be asked about the frames of another attachment.
 * Numbers have 28 bits: 12 for the VLAN, 16 for the chain; no two attachments of a port share one.
 */
import { createHash } from "node:crypto";
import type { MapEntry } from "./protocol";

export type Attachment = Extract<MapEntry, { kind: "attachment" }>;

/** Whether its frames go through chains of their own; all others keep their single rule. */
export function hasChains(entry: Attachment): boolean {
  return entry.profile !== undefined || hasRules(entry);
}

/** Whether a tenant wrote rules for it. */
export function hasRules({ rules = [] }: Attachment): boolean {
  return rules.length > 0;
}

/** No VLAN has this number (IEEE 802.1Q table 9-2). */
const UNTAGGED = 4095;
const BITS_OF_CHAIN = 16;
const CONTENTS = 2 ** (BITS_OF_CHAIN - 1) - 1;

/** The last chain: limits of the profile, then the way into the switch. It stays while what it does changes. */
export function exitChain({ clientVlan }: Pick<Attachment, "clientVlan">): number {
  return (clientVlan === "untagged" ? UNTAGGED : clientVlan) * 2 ** BITS_OF_CHAIN;
}

/**
 * The chain before the last one where floods are limited: frames for known destinations leave it at once, all others by
 * way of the limit. It stays while destinations come and go. No content has this number.
 */
export function floodChain(entry: Pick<Attachment, "clientVlan">): number {
  return exitChain(entry) + 1;
}

/** Where frames go that a tenant's rules let pass: to the limit of floods, without one to the last chain. */
export function onwardChain(entry: Attachment): number {
  return (entry.profile?.flood ?? null) === null ? exitChain(entry) : floodChain(entry);
}

/** The last chain of the attachment that a chain belongs to. */
export function exitChainOf(chain: number): number {
  return chain - (chain % 2 ** BITS_OF_CHAIN);
}

/** The VLAN whose frames a chain is asked about. */
export function vlanOfChain(chain: number): Attachment["clientVlan"] | number {
  const number = Math.floor(chain / 2 ** BITS_OF_CHAIN);
  return number === UNTAGGED ? "untagged" : number;
}

/**
 * A chain that is never altered: another content has another number, is built beside the old one and then put to use in
 * one step. Admission of sources and a tenant's rules never share a number.
 */
export function contentChain(entry: Attachment, kind: "admission" | "rules", content: object): number {
  const hash = createHash("sha256").update(JSON.stringify(content)).digest().readUInt32BE(0);
  return exitChain(entry) + 2 * (1 + (hash % (CONTENTS - 1))) + (kind === "rules" ? 1 : 0);
}
