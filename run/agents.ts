import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { switchNamespace, WORLD } from "@/lab/world";
import { type Child, startChild } from "./child";
import { noteProcess } from "./leftovers";

/** A crashed agent starts again after so long, in ms; the switch carries on without it. */
const RESTART_AFTER_MS = 1_000;

export interface AgentSet {
  stop(): Promise<void>;
}

/**
 * Starts one agent process a switch of the demo world, and starts again those that end by themselves.
 *
 * @param tokens the token of each switch, by switch code
 */
export function startAgents(options: {
  stateDir: string;
  url: string;
  labSocket: string;
  tokens: Readonly<Record<string, string>>;
}): AgentSet {
  const keepers = WORLD.switches.map((one) => keepAgent(options.stateDir, writeConfig(options, one.code), one.code));
  return {
    async stop() {
      await Promise.all(keepers.map((keeper) => keeper.stop()));
    },
  };
}

function writeConfig(
  options: { stateDir: string; url: string; labSocket: string; tokens: Readonly<Record<string, string>> },
  code: string,
): string {
  const folder = join(options.stateDir, "agents");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${code}.json`);
  const config = {
    portal: options.url,
    token: options.tokens[code],
    switchCode: code,
    executor: { kind: "socket", path: options.labSocket, namespace: switchNamespace(code) },
    farEnds: farEndsOf(code),
    cacheFile: join(folder, `${code}.desired.json`),
  };
  writeFileSync(file, JSON.stringify(config, null, 2), { mode: 0o600 });
  return file;
}

/** The lab knows the machine behind each port, so a "send a frame" can really start there. */
function farEndsOf(code: string) {
  const ports = WORLD.switches.find((one) => one.code === code)?.ports ?? [];
  return ports.map((port) => ({ port: port.number, namespace: port.machine.name, device: "eth0" }));
}

function keepAgent(stateDir: string, configFile: string, code: string): AgentSet {
  let stopping = false;
  let child: Child = start();

  function start(): Child {
    const argv = [process.execPath, "--import", "tsx", "agent/main.ts", "--config", configFile];
    const started = startChild(argv, join(stateDir, `log/agent-${code}.log`), {});
    if (started.pid !== null) noteProcess(stateDir, `agent-${code}`, started.pid);
    void started.ended.then(() => setTimeout(restart, RESTART_AFTER_MS).unref());
    return started;
  }

  function restart(): void {
    if (!stopping) child = start();
  }

  return {
    async stop() {
      stopping = true;
      await child.stop();
    },
  };
}
