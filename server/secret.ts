import { createHash, createHmac, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The secret of a world, kept in `<stateDir>/secret` that only its owner can read; made at the first call. A second
 * start of the same world finds the same secret, so sessions and agents stay valid.
 */
export function worldSecret(stateDir: string): string {
  const file = join(stateDir, "secret");
  if (!existsSync(file)) makeSecret(file);
  return readFileSync(file, "utf8").trim();
}

/** Links a finished file into place, so that of two processes at once one wins and neither reads half a secret. */
function makeSecret(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString("hex"), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isExisting(error)) throw error;
  } finally {
    rmSync(draft);
  }
}

/** A secret for one purpose: who knows it learns nothing about the others. 64 hexadecimal digits. */
export function deriveSecret(secret: string, purpose: string): string {
  return createHmac("sha256", secret).update(purpose).digest("hex");
}

/** The token by which the agent of that switch is known. */
export function agentToken(secret: string, switchCode: string): string {
  return deriveSecret(secret, `agent of switch ${switchCode}`);
}

/** What the database keeps of a token. A plain hash does: the token has 256 random bits, nobody can guess it. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
