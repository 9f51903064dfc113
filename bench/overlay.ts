import { openBlast } from "@/lab/blast";
import { atLeast, compared, interleave } from "./interleave";
import type { Benchmark, Figure } from "./measure";
import { OVERLAY_WORLD, type OverlayLane, overlayLanes, PLAIN } from "./overlay-lanes";
import { type Rig, startRig } from "./rig";
import { acquaint, frameRate, hasIperf, startTcpServer, tcpRate } from "./traffic";

/** Of each side in a round. */
const TURNS = 3;
const SIZES = [64, 1518] as const;
/** What an encapsulation may cost in frames a second. */
const GOALS: Readonly<Record<string, number>> = { vpls: 0.75, q: 0.75, "mpls-gre": 0.75, vxlan: 0.6, nvgre: 0.6 };
const FRAME_OCTETS = 200;
const MARK = "d07e0e1a00000001";

/** Links between datacenters in each encapsulation, beside a trunk that carries the pair alone. */
export const OVERLAY: Benchmark = {
  name: "overlay",
  async run(say) {
    const rig = await startRig(OVERLAY_WORLD);
    try {
      say(`overlay: in ${rig.kernel}`);
      const lanes = await overlayLanes(rig);
      for (const lane of lanes) await acquaint(rig, lane);
      return [...(await octetsAdded(rig, lanes)), ...(await rates(rig, lanes, say))];
    } finally {
      await rig.stop();
    }
  },
};

async function rates(rig: Rig, lanes: readonly OverlayLane[], say: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  const measureAll = async (metric: string, measure: (lane: OverlayLane) => Promise<number>) => {
    say(`${metric}:`);
    const rounds = await interleave(
      lanes.map((lane) => ({ name: lane.name, measure: () => measure(lane) })),
      say,
      { turns: TURNS },
    );
    const base = { name: "overlay", metric, peer: PLAIN };
    for (const { name } of lanes.filter((lane) => lane.name !== PLAIN)) {
      figures.push(compared(rounds, { ...base, ours: name, ...atLeast(GOALS[name] ?? 1) }));
    }
  };
  for (const octets of SIZES) {
    await measureAll(`frames of ${octets} octets, a second`, (lane) => frameRate(rig, lane, octets));
  }
  if (!(await hasIperf(rig))) say("TCP is not measured: install iperf3.");
  else {
    for (const lane of lanes) await startTcpServer(rig, lane);
    await measureAll("TCP, Gbit/s", (lane) => tcpRate(rig, lane));
  }
  return figures;
}

/** Octets that each lane adds to a frame on the wire, against what its encapsulation says. */
async function octetsAdded(rig: Rig, lanes: readonly OverlayLane[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const lane of lanes) {
    const ours = await addedOn(rig, lane);
    const metric = `octets added to a frame by ${lane.name}: measured against computed`;
    const figure = { name: "overlay", metric, ours, peer: lane.added, ratio: ours / lane.added, spread: 0 };
    figures.push({ ...figure, goal: "equal", met: ours === lane.added });
  }
  return figures;
}

async function addedOn(rig: Rig, lane: OverlayLane): Promise<number> {
  const blast = await openBlast(rig.executor(lane.nearSwitch), rig.folder);
  const counter = await blast.startCounting({ devices: [`out:${lane.wire}`], markers: [MARK] });
  const template = `020000000002020000000001${"88b5"}${MARK}`.padEnd(FRAME_OCTETS * 2, "0");
  await rig.blast.send({ namespace: lane.from, device: "eth0", templates: [template] });
  const tally = (await counter.stop())[0]?.markers[0];
  if (tally?.frames !== 1) throw new Error(`${lane.name}: ${tally?.frames ?? 0} frames on the wire instead of 1`);
  return tally.octets - FRAME_OCTETS;
}
