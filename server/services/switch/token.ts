import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";

/** Fewest characters of a switch's token: 32 of base64url are 192 bits. */
export const TOKEN_MIN = 32;

/** A token as it arrives. */
export const switchToken = z.string().min(TOKEN_MIN).max(200);

/** A new token for a switch's agent; shown once, kept by nobody but the agent. */
export function newSwitchToken(random: (octets: number) => Uint8Array = randomBytes): string {
  return Buffer.from(random(32)).toString("base64url");
}

/** What the database keeps of a token: SHA-256, hexadecimal. A token is random, so it needs no slower hash. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
