import { FORWARD_WORLD, ourLanes } from "./forward-ours";
import { startOvs } from "./forward-ovs";
import { awareBridges, plainBridges, stackedDevices } from "./forward-peers";
import { atLeast, compared, interleave, type Rounds } from "./interleave";
import type { Benchmark, Figure } from "./measure";
import { type Rig, startRig } from "./rig";
import { acquaint, frameRate, hasIperf, type Lane, startTcpServer, tcpRate } from "./traffic";

/** Of each side in a round. */
const TURNS = 3;
/** Octets with FCS, as frames are counted (RFC 2544). */
const SIZES = [64, 512, 1518] as const;

/** Two switches and a trunk with both tags on it, beside bridges without tags, with one, VLAN devices and Open vSwitch. */
export const FORWARD: Benchmark = {
  name: "forward",
  async run(say) {
    const rig = await startRig(FORWARD_WORLD);
    try {
      say(`forward: in ${rig.kernel}`);
      return await measure(rig, await lanesOf(rig, say), say);
    } finally {
      await rig.stop();
    }
  },
};

interface Lanes {
  readonly ours: Lane;
  readonly many: Lane;
  readonly plain: Lane;
  readonly others: readonly Lane[];
}

async function lanesOf(rig: Rig, say: (line: string) => void): Promise<Lanes> {
  const { one: ours, many } = await ourLanes(rig);
  const plain = await plainBridges(rig);
  const others = [await awareBridges(rig), await stackedDevices(rig)];
  const ovs = await startOvs(rig);
  if (typeof ovs === "string") say(ovs);
  else others.push(await ovs.lane());
  return { ours, many, plain, others };
}

async function measure(rig: Rig, lanes: Lanes, say: (line: string) => void): Promise<Figure[]> {
  const all = [lanes.ours, lanes.plain, ...lanes.others, lanes.many];
  for (const lane of all) await acquaint(rig, lane);
  const figures: Figure[] = [];
  if (await hasIperf(rig)) {
    for (const lane of all) await startTcpServer(rig, lane);
    say("TCP, Gbit/s:");
    const rounds = await interleave(
      all.map((lane) => side(lane, () => tcpRate(rig, lane))),
      say,
      { turns: TURNS },
    );
    figures.push(...against(rounds, "TCP, Gbit/s", lanes, 0.95));
  } else say("TCP is not measured: install iperf3.");
  for (const octets of SIZES) {
    say(`frames of ${octets} octets, a second:`);
    const rounds = await interleave(
      all.map((lane) => side(lane, () => frameRate(rig, lane, octets))),
      say,
      { turns: TURNS },
    );
    figures.push(...against(rounds, `frames of ${octets} octets, a second`, lanes, 0.85));
  }
  return figures;
}

function side(lane: Lane, measure: () => Promise<number>) {
  return { name: lane.name, measure };
}

/** @param ofPlain the share of the plain bridges' figure that is asked for */
function against(rounds: Rounds, metric: string, { ours, many, plain, others }: Lanes, ofPlain: number): Figure[] {
  const base = { name: "forward", metric, ours: ours.name };
  return [
    compared(rounds, { ...base, peer: plain.name, ...atLeast(ofPlain) }),
    ...others.map(({ name }) => compared(rounds, { ...base, peer: name, ...atLeast(1) })),
    compared(rounds, { ...base, ours: many.name, peer: ours.name, ...atLeast(0.95) }),
  ];
}
