import type { Executor } from "@/agent/executor";
import { operationLines, type Tool } from "@/agent/iproute-write";
import { readWhole } from "@/agent/kernel-reader";
import type { Operation } from "@/agent/operation";
import { plan } from "@/agent/plan";
import type { DesiredState } from "@/agent/protocol";
import { switchNamespace } from "@/lab/world";
import { AgentProcess } from "./agent-process";
import { atMost, type Comparison, compared, interleave, type Rounds } from "./interleave";
import type { Benchmark, Figure } from "./measure";
import { batch, converge, type Rig, startRig, stateOf } from "./rig";
import { desiredPorts, eightPorts, services } from "./services";

/** Four flower rules each: 20,000. */
const SERVICES = 5_000;
/** One in a hundred of the rules: half of them go, half of them come. */
const CHANGED = SERVICES / 100 / 2;
/** Rules that are made by one process each. */
const ALONE = 200;
const REPETITIONS = 5;

const OURS = "ours";
const READ_BACK = "ours, read back and compared";
const ONE_PERCENT = "ours, 1 % changed";
const RAW = "raw batches";
const FORK = "one process a rule";

/** An agent makes 20,000 rules on a switch that has none, then changes 1 %; beside it the same lines without an agent. */
export const APPLY: Benchmark = {
  name: "apply",
  async run(say) {
    const rig = await startRig({
      switches: ["agent", "raw"].map(eightPorts),
      trunks: [],
      lines: [],
      providerLinks: [],
    });
    const agent = await AgentProcess.start(rig, "agent", EMPTY);
    try {
      say(`apply: in ${rig.kernel}, ms`);
      await converge(rig.executor(switchNamespace("raw")), EMPTY);
      return figures(await interleave(await sides(rig, agent), say, { repetitions: REPETITIONS }));
    } finally {
      await agent.stop();
      await rig.stop();
    }
  },
};

const EMPTY = stateOf({ ports: desiredPorts() });
const FULL = stateOf({ ports: desiredPorts(), entries: services(0, SERVICES) });

/** Ours measures three figures in one go; the peers undo untimed what they did. */
async function sides(rig: Rig, agent: AgentProcess) {
  const executor = rig.executor(switchNamespace("raw"));
  const there = await linesBetween(executor, FULL);
  const rules = there.filter(({ tool }) => tool === "tc").flatMap(({ lines }) => lines);
  let [readBack, changed] = [Number.NaN, Number.NaN];
  return [
    {
      name: OURS,
      async measure() {
        const full = await agent.change(services(0, SERVICES));
        const part = await agent.change(services(SERVICES, CHANGED), keysOf(0, CHANGED));
        await agent.change([], keysOf(CHANGED, SERVICES + CHANGED));
        [readBack, changed] = [full.readBack, part.inKernel];
        return full.inKernel;
      },
    },
    { name: READ_BACK, measure: async () => readBack },
    { name: ONE_PERCENT, measure: async () => changed },
    {
      name: RAW,
      async measure() {
        const spent = await timed(() => runAll(executor, there));
        await runAll(executor, await linesBack(executor));
        return spent;
      },
    },
    {
      name: FORK,
      async measure() {
        const some = rules.slice(0, ALONE);
        const spent = await timed(async () => {
          for (const line of some) await executor.run(["tc", ...line.split(" ")]);
        });
        await runAll(executor, await linesBack(executor));
        return (spent / some.length) * rules.length;
      },
    },
  ];
}

function keysOf(first: number, end: number): string[] {
  return services(first, end - first).map(({ key }) => key);
}

interface Step {
  readonly tool: Tool;
  readonly lines: string[];
}

/** What the agent would write on the empty switch, as one file after the other. */
async function linesBetween(executor: Executor, desired: DesiredState): Promise<Step[]> {
  const { actual } = await readWhole(executor);
  return steps(plan(desired, actual));
}

/** What undoes it, from what is there. */
async function linesBack(executor: Executor): Promise<Step[]> {
  return steps(plan(EMPTY, (await readWhole(executor)).actual));
}

function steps(operations: readonly Operation[]): Step[] {
  const all: Step[] = [];
  for (const { tool, lines } of operations.map(operationLines)) {
    const last = all.at(-1);
    if (last?.tool === tool) last.lines.push(...lines);
    else all.push({ tool, lines: [...lines] });
  }
  return all;
}

async function runAll(executor: Executor, all: readonly Step[]): Promise<void> {
  for (const { tool, lines } of all) await batch(executor, tool, lines);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function figures(rounds: Rounds): Figure[] {
  const rules = (4 * SERVICES).toLocaleString("en-GB");
  const metric = `${rules} rules, ms`;
  const base = { name: "apply", metric };
  const against = (ours: string, peer: string, goal: Pick<Comparison, "goal" | "meets">) =>
    compared(rounds, { ...base, ours, peer, ...goal });
  return [
    against(OURS, RAW, { goal: "time 1.25 or less of the batch's (its rate 0.8 or more)", meets: (it) => it <= 1.25 }),
    against(READ_BACK, RAW, { goal: "time 1.25 or less of the batch's", meets: (it) => it <= 1.25 }),
    against(OURS, FORK, {
      goal: "time 0.02 or less of one process a rule (its rate 50 or more)",
      meets: (it) => it <= 0.02,
    }),
    against(ONE_PERCENT, OURS, atMost(0.02)),
  ];
}
