/**
 * The agent's front door.
 *   main.ts --config FILE                        runs the agent until SIGTERM
 *   main.ts plan --config FILE [--desired FILE]  prints what it would do now, and does nothing
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { runAgent } from "./agent";
import { systemClock } from "./clock";
import { type AgentConfig, ConfigError, readConfig } from "./config";
import { parseDesired, readCache } from "./desired-cache";
import { executorOf } from "./executor-of";
import { readWhole } from "./kernel-reader";
import { plan } from "./plan";
import { planText } from "./plan-text";
import { httpPortal } from "./portal";

const USAGE = "Usage: main.ts [plan] --config FILE [--desired FILE]";

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { config: { type: "string" }, desired: { type: "string" } },
  });
  const [command = "run", ...more] = positionals;
  if (values.config === undefined || more.length > 0) throw new ConfigError(USAGE);
  const config = await readConfig(values.config);
  if (command === "run") return run(config);
  if (command === "plan") return printPlan(config, values.desired);
  throw new ConfigError(`There is no command "${command}". ${USAGE}`);
}

async function run(config: AgentConfig): Promise<void> {
  const log = pino({ level: config.logLevel, base: { agent: config.switchCode } });
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stop.abort());
  const executor = await executorOf(config.executor);
  const portal = httpPortal(config.portal, config.token);
  const { farEnds, cacheFile, heartbeat, probe, tally } = config;
  log.info({ kernel: executor.kernel }, "started");
  const parts = {
    executor,
    portal,
    clock: systemClock,
    log,
    farEnds,
    cacheFile,
    heartbeat,
    probe,
    tally,
    random: Math.random,
  };
  await runAgent(parts, stop.signal);
  log.info("stopped; the switch stays as it is");
}

async function printPlan(config: AgentConfig, desiredFile: string | undefined): Promise<void> {
  const path = desiredFile ?? config.cacheFile;
  const desired = desiredFile === undefined ? await readCache(path) : parseDesired(await readFile(desiredFile, "utf8"));
  if (desired === null) {
    throw new ConfigError(`${path} holds no desired state whose hash fits. Name another file with --desired.`);
  }
  const { actual } = await readWhole(await executorOf(config.executor));
  process.stdout.write(`${planText(plan(desired, actual))}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const code = error instanceof ConfigError ? error.code : "agent.failed";
  process.stderr.write(`${error instanceof Error ? error.message : String(error)} (${code})\n`);
  process.exitCode = 1;
});
