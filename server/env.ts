import { join, resolve } from "node:path";
import { z } from "zod";

/** Everything that the portal takes from its environment, checked. */
export interface Env {
  /** Folder of the world's state: database, secret, agent configurations. Absolute. */
  readonly stateDir: string;
  readonly databaseFile: string;
  readonly port: number;
  /** Origin under which people and agents reach the portal, without a final slash. */
  readonly url: string;
  /** What every token and cookie derives from; null where the state folder keeps it (`worldSecret`). */
  readonly secret: string | null;
  /** A demo world: accounts with a known password, reached on this machine alone. */
  readonly demo: boolean;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
}

const schema = z.object({
  DOVETAIL_STATE: z.string().default("var/world"),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  DOVETAIL_URL: z.url({ protocol: /^https?$/ }).optional(),
  DOVETAIL_SECRET: z.string().min(32, "DOVETAIL_SECRET needs 32 characters or more.").optional(),
  DOVETAIL_DEMO: z.enum(["0", "1"]).default("0"),
  DOVETAIL_LOG: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
});

/**
 * Reads the environment; an empty variable counts as absent.
 *
 * @throws Error that names each variable that is wrong
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present);
  if (!parsed.success) throw new Error(`The environment is wrong. ${z.prettifyError(parsed.error)}`);
  const { DOVETAIL_STATE, DOVETAIL_SECRET, DOVETAIL_URL, DOVETAIL_DEMO, DOVETAIL_LOG, PORT } = parsed.data;
  const stateDir = resolve(DOVETAIL_STATE);
  return {
    stateDir,
    databaseFile: databaseFileOf(stateDir),
    port: PORT,
    url: new URL(DOVETAIL_URL ?? `http://localhost:${PORT}`).origin,
    secret: DOVETAIL_SECRET ?? null,
    demo: DOVETAIL_DEMO === "1",
    logLevel: DOVETAIL_LOG,
  };
}

/** Where a world keeps its database. */
export function databaseFileOf(stateDir: string): string {
  return join(stateDir, "dovetail.db");
}

let known: Env | null = null;

/** The environment of this process, read at the first call and not while a build loads modules. */
export function env(): Env {
  known ??= readEnv(process.env);
  return known;
}
