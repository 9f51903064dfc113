import { dirname } from "node:path";
import type { Executor } from "@/agent/executor";
import { tallyProgram } from "@/lab/tally-build";
import { switchNamespace } from "@/lab/world";
import { AgentProcess } from "./agent-process";
import { atMost, compared, interleave, type Rounds, type Side } from "./interleave";
import type { Benchmark, Figure } from "./measure";
import { startRig, stateOf } from "./rig";
import { desiredPorts, eightPorts, PORTS, services } from "./services";

/** Services of one agent, and of two more, one of which lists its rules through tc. */
const MANY = 10_000;
const SOME = 4_000;
const FEW = 10;
/** Services of one change while a switch is filled. */
const PART = 1_000;
const REPETITIONS = 5;
/** A processor's time is read over so long, ms. */
const WINDOW_MS = 10_000;
const MEBIBYTE = 2 ** 20;

const count = (services: number) => services.toLocaleString("en-GB");
const RESIDENT = `resident at ${count(MANY)}`;
const IDLE = `resident at ${count(FEW)}`;
const MEMORY_GOAL = "150 MB";
const TALLIED = `agent at ${count(SOME)}`;
const LISTED = `agent at ${count(SOME)} without the tally program`;
const TENTH = "a tenth of a core";
const TALLY = "one tally";
const LISTING = "one listing by tc";

/** What an agent takes that reads its counters each second: memory at 10,000 services, a processor's time at 4,000. */
export const FOOTPRINT: Benchmark = {
  name: "footprint",
  async run(say) {
    const codes = { many: "s1", few: "s2", tallied: "s3", listed: "s4" };
    const rig = await startRig({
      switches: Object.values(codes).map(eightPorts),
      trunks: [],
      lines: [],
      providerLinks: [],
    });
    const agents: AgentProcess[] = [];
    const filled = async (code: string, services: number, tally = true) => {
      const agent = await AgentProcess.start(rig, code, stateOf({ ports: desiredPorts() }), { tally });
      agents.push(agent);
      await fill(agent, services);
      say(`  switch ${code} has ${count(services)} services`);
      return agent;
    };
    try {
      say(`footprint: in ${rig.kernel}`);
      const memory = await interleave(
        [
          megabytes(RESIDENT, await filled(codes.many, MANY)),
          megabytes(IDLE, await filled(codes.few, FEW)),
          { name: MEMORY_GOAL, measure: async () => 150 },
        ],
        say,
        { repetitions: REPETITIONS },
      );
      for (const agent of agents.splice(0)) await agent.stop();
      const sides = [
        share(TALLIED, await filled(codes.tallied, SOME)),
        share(LISTED, await filled(codes.listed, SOME, false)),
        { name: TENTH, measure: async () => 100 },
        ...(await readings(rig.executor(switchNamespace(codes.tallied)), dirname(rig.socketPath))),
      ];
      return figures(new Map([...memory, ...(await interleave(sides, say, { repetitions: REPETITIONS }))]));
    } finally {
      for (const agent of agents) await agent.stop();
      await rig.stop();
    }
  },
};

async function fill(agent: AgentProcess, level: number): Promise<void> {
  for (let first = 0; first < level; first += PART) {
    await agent.change(services(first, Math.min(PART, level - first)));
  }
}

/** After some readings of its own. */
function megabytes(name: string, agent: AgentProcess): Side {
  return {
    name,
    async measure() {
      await agent.reports(5);
      return (await agent.footprint()).resident / MEBIBYTE;
    },
  };
}

/** Milliseconds of a processor in each second, while nothing changes. */
function share(name: string, agent: AgentProcess): Side {
  return {
    name,
    async measure() {
      const [before, begun] = [await agent.footprint(), performance.now()];
      while (performance.now() - begun < WINDOW_MS) await agent.reports(1);
      const spent = (await agent.footprint()).processorSeconds - before.processorSeconds;
      return (spent * 1_000_000) / (performance.now() - begun);
    },
  };
}

/** What the kernel's side of one reading takes, ms: the programs run there and not in the agent. */
async function readings(executor: Executor, folder: string): Promise<Side[]> {
  const tally = await tallyProgram(folder);
  const devices = Array.from({ length: PORTS }, (_, index) => [`p-${index + 1}`, `a-${index + 1}`]).flat();
  const stdin = `${devices.map((device) => `filter show dev ${device} ingress`).join("\n")}\n`;
  const timed = (name: string, work: () => ReturnType<Executor["run"]>): Side => ({
    name,
    async measure() {
      const begun = performance.now();
      const { status, stderr } = await work();
      if (status !== 0) throw new Error(`${name}: ${stderr}`);
      return performance.now() - begun;
    },
  });
  return [
    timed(TALLY, () => executor.run([tally, ...devices])),
    timed(LISTING, () => executor.run(["tc", "-s", "-j", "-batch", "-"], { stdin })),
  ];
}

function figures(rounds: Rounds): Figure[] {
  const against = (metric: string, ours: string, peer: string, most: number) =>
    compared(rounds, { name: "footprint", metric, ours, peer, ...atMost(most) });
  return [
    against("MB", RESIDENT, MEMORY_GOAL, 1),
    against("MB", RESIDENT, IDLE, 2),
    against("ms of a core a second", TALLIED, TENTH, 1),
    against("ms of a core a second", TALLIED, LISTED, 0.2),
    against(`ms, ${count(4 * SOME)} rules`, TALLY, LISTING, 0.2),
  ];
}
