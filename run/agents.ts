import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { heartbeatProgram } from "@/lab/heartbeat-build";
import { probeProgram } from "@/lab/probe-build";
import { tallyProgram } from "@/lab/tally-build";
import { switchNamespace, WORLD } from "@/lab/world";
import { agentCommand, type Command } from "./agent-program";
import { type Child, startChild } from "./child";
import { noteProcess } from "./leftovers";

/** A crashed agent starts again after so long, in ms; the switch carries on without it. */
const RESTART_AFTER_MS = 1_000;

export interface AgentSet {
  stop(): Promise<void>;
}

export interface AgentOptions {
  readonly stateDir: string;
  readonly url: string;
  readonly labSocket: string;
  /** The token of each switch, by switch code. */
  readonly tokens: Readonly<Record<string, string>>;
}

/**
 * Starts one agent process a switch of the demo world, and starts again those that end by themselves.
 * @throws LabError when one of their programs cannot be compiled.
 */
export async function startAgents(options: AgentOptions): Promise<AgentSet> {
  const folder = agentsFolder(options.stateDir);
  const programs = {
    heartbeat: await heartbeatProgram(folder),
    probe: await probeProgram(folder),
    tally: await tallyProgram(folder),
  };
  const command = await agentCommand(folder);
  const keepers = WORLD.switches.map(({ code }) => {
    const config = writeConfig(options, programs, code);
    return keepAgent(options.stateDir, { ...command, argv: [...command.argv, "--config", config] }, code);
  });
  return {
    async stop() {
      await Promise.all(keepers.map((keeper) => keeper.stop()));
    },
  };
}

const agentsFolder = (stateDir: string) => join(stateDir, "agents");

/** Paths of the programs that agents run in the switch's kernel. */
interface Programs {
  readonly heartbeat: string;
  readonly probe: string;
  readonly tally: string;
}

function writeConfig(options: AgentOptions, programs: Programs, code: string): string {
  const folder = agentsFolder(options.stateDir);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${code}.json`);
  const config = {
    portal: options.url,
    token: options.tokens[code],
    switchCode: code,
    executor: { kind: "socket", path: options.labSocket, namespace: switchNamespace(code) },
    farEnds: farEndsOf(code),
    cacheFile: join(folder, `${code}.desired.json`),
    ...programs,
  };
  writeFileSync(file, JSON.stringify(config, null, 2), { mode: 0o600 });
  return file;
}

/** The lab knows the machine behind each port, so a "send a frame" can really start there. */
function farEndsOf(code: string) {
  const ports = WORLD.switches.find((one) => one.code === code)?.ports ?? [];
  return ports.map((port) => ({ port: port.number, namespace: port.machine.name, device: "eth0" }));
}

function keepAgent(stateDir: string, { argv, env }: Command, code: string): AgentSet {
  let stopping = false;
  let child: Child = start();

  function start(): Child {
    const started = startChild(argv, join(stateDir, `log/agent-${code}.log`), env);
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
