import type { DesiredState } from "@/agent/protocol";
import { AgentProcess } from "./agent-process";
import { type Ovs, startOvs } from "./forward-ovs";
import { atMost, compared, interleave, type Side } from "./interleave";
import { type Benchmark, type Figure, median } from "./measure";
import { startRig, stateOf } from "./rig";
import { desiredPorts, eightPorts, service, services } from "./services";

/** Services that are there when one more is added. */
const LEVELS = [10, 100, 1_000, 10_000] as const;
/** Additions of a repetition; their median counts. */
const TURNS = 3;
const REPETITIONS = 5;
const METRIC = "ms until one more service is in the kernel";

const codeOf = (level: number) => `s${level}`;
const nameOf = (level: number) => `ours at ${level.toLocaleString("en-GB")}`;
const ovsName = (level: number) => `Open vSwitch at ${level.toLocaleString("en-GB")}`;

/** One service is ordered while 10, 100, 1,000 and 10,000 are there: agents as processes, each on its own switch. */
export const SCALE_SLOPE: Benchmark = {
  name: "scale-slope",
  async run(say) {
    const rig = await startRig({
      switches: LEVELS.map((level) => eightPorts(codeOf(level))),
      trunks: [],
      lines: [],
      providerLinks: [],
    });
    const agents: AgentProcess[] = [];
    try {
      say(`scale-slope: in ${rig.kernel}`);
      const sides: Side[] = [];
      for (const level of LEVELS) {
        const agent = await AgentProcess.start(rig, codeOf(level), stateWith(level));
        agents.push(agent);
        say(`  ${level} services are there`);
        sides.push({ name: nameOf(level), measure: () => medianOf(() => addOne(agent, level)) });
      }
      const ovs = await startOvs(rig);
      if (typeof ovs === "string") say(ovs);
      else sides.push(...(await ovsSides(ovs)));
      return figures(await interleave(sides, say, REPETITIONS), typeof ovs !== "string");
    } finally {
      for (const agent of agents) await agent.stop();
      await rig.stop();
    }
  },
};

function stateWith(level: number): DesiredState {
  return stateOf({ ports: desiredPorts(), entries: services(0, level) });
}

/** From the change at the portal until the agent has applied it; it is taken back and read back before the next. */
async function addOne(agent: AgentProcess, level: number): Promise<number> {
  const entries = service(level);
  const act = agent.nextAct();
  agent.portal.change(entries);
  const begun = Date.now();
  const { time } = await act;
  await agent.settled();
  const removed = agent.nextAct();
  agent.portal.change(
    [],
    entries.map(({ key }) => key),
  );
  await removed;
  await agent.settled();
  return time - begun;
}

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) values.push(await measure());
  return median(values);
}

/** The same service as two flows of a bridge that holds the flows of the others. */
async function ovsSides(ovs: Ovs): Promise<Side[]> {
  const sides: Side[] = [];
  for (const level of [LEVELS[0], LEVELS[3]]) {
    const bridge = `x${level}`;
    await ovs.addBridge(bridge, []);
    await ovs.addFlows(bridge, Array.from({ length: level }, (_, index) => flowsOf(index)).flat());
    const measure = async () => {
      const begun = performance.now();
      await ovs.addFlows(bridge, flowsOf(level));
      return performance.now() - begun;
    };
    sides.push({ name: ovsName(level), measure: () => medianOf(measure) });
  }
  return sides;
}

/** Client VLAN to pair and back, between two ports. */
function flowsOf(index: number): string[] {
  const [port, vlan] = [2 * (index % 4) + 1, Math.floor(index / 4) + 1];
  return [port, port + 1].map(
    (one) => `in_port=${one},dl_vlan=${vlan},actions=output:${one === port ? port + 1 : port}`,
  );
}

function figures(rounds: ReadonlyMap<string, readonly number[]>, hasOvs: boolean): Figure[] {
  const base = { name: "scale-slope", metric: METRIC, ours: nameOf(10_000) };
  const slope = compared(rounds, { ...base, peer: nameOf(10), ...atMost(1.2) });
  const steps = LEVELS.slice(1, -1).map((level) =>
    compared(rounds, { ...base, ours: nameOf(level), peer: nameOf(10), ...atMost(1.2) }),
  );
  const ovs = hasOvs ? [compared(rounds, { ...base, peer: ovsName(10_000), ...atMost(1) })] : [];
  return [...steps, slope, ...ovs];
}
