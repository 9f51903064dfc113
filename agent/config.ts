/** The agent's configuration: one JSON file, named by `--config`. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { portNumber } from "./protocol";

export const agentConfig = z.strictObject({
  /** Where the portal answers, e.g. "http://127.0.0.1:3000". */
  portal: z.url(),
  /** Bound to this switch; sent as a bearer token. */
  token: z.string().min(1),
  /** For logs alone: the portal knows the switch by its token. */
  switchCode: z.string().min(1).max(60),
  executor: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("local"), namespace: z.string().min(1).optional() }),
    z.strictObject({ kind: z.literal("socket"), path: z.string().min(1), namespace: z.string().min(1) }),
  ]),
  /** Machines at the far ends of cables that we may send frames from: the lab's racks and cloud systems. */
  farEnds: z
    .array(z.strictObject({ port: portNumber, namespace: z.string().min(1), device: z.string().min(1) }))
    .default([]),
  /** The last desired state is kept here; a restarted agent carries on from it while the portal is away. */
  cacheFile: z.string().min(1),
  /** Path of the heartbeat program; null: no heartbeats, and pseudowires send by their first paths. */
  heartbeat: z.string().min(1).nullable().default(null),
  /** Path of the probe program; null: no probes are sent, and none is answered. */
  probe: z.string().min(1).nullable().default(null),
  /** Path of the tally program; null: rules are always listed through tc, which costs ten times as much. */
  tally: z.string().min(1).nullable().default(null),
  logLevel: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});
export type AgentConfig = z.infer<typeof agentConfig>;
export type FarEnd = AgentConfig["farEnds"][number];

/** A configuration that cannot be used; `code` is "agent.bad_config". */
export class ConfigError extends Error {
  readonly code = "agent.bad_config";
}

/** Reads and checks a configuration file. Throws ConfigError with the reason and the remedy. */
export async function readConfig(path: string): Promise<AgentConfig> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new ConfigError(`The configuration ${path} cannot be read. Name an existing file with --config.`, { cause });
  });
  const parsed = agentConfig.safeParse(jsonOf(text, path));
  if (parsed.success) return parsed.data;
  throw new ConfigError(`The configuration ${path} is not complete: ${z.prettifyError(parsed.error)}`);
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`The configuration ${path} is not JSON. Correct it, then start again.`, { cause });
  }
}
