import { AgentProcess } from "./agent-process";
import { type Ovs, startOvs } from "./forward-ovs";
import { atMost, compared, interleave, type Side } from "./interleave";
import type { Benchmark, Figure } from "./measure";
import { startRig, stateOf } from "./rig";
import { desiredPorts, eightPorts, service, services } from "./services";

/** Services that are there when one more is added. */
const LEVELS = [10, 100, 1_000, 10_000] as const;
const REPETITIONS = 5;
/** Services of one change while the switches are filled. */
const PART = 1_000;
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
        const agent = await AgentProcess.start(rig, codeOf(level), stateOf({ ports: desiredPorts() }));
        agents.push(agent);
        await fill(agent, level, say);
        sides.push({ name: nameOf(level), measure: () => addOne(agent, level) });
      }
      const ovs = await startOvs(rig);
      if (typeof ovs === "string") say(ovs);
      else sides.push(...(await ovsSides(ovs)));
      return figures(await interleave(sides, say, { repetitions: REPETITIONS }), typeof ovs !== "string");
    } finally {
      for (const agent of agents) await agent.stop();
      await rig.stop();
    }
  },
};

/** In parts: one change of 10,000 services is what `apply` measures. */
async function fill(agent: AgentProcess, level: number, say: (line: string) => void): Promise<void> {
  for (let first = 0; first < level; first += PART) {
    await agent.change(services(first, Math.min(PART, level - first)));
  }
  const { resident } = await agent.footprint();
  say(`  ${level} services are there; the agent holds ${Math.round(resident / 2 ** 20)} MB`);
}

/** From the change at the portal until the agent has applied it; then it is taken back and read back. */
async function addOne(agent: AgentProcess, level: number): Promise<number> {
  const entries = service(level);
  const { inKernel } = await agent.change(entries);
  const keys = entries.map(({ key }) => key);
  await agent.change([], keys);
  return inKernel;
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
    sides.push({ name: ovsName(level), measure });
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
