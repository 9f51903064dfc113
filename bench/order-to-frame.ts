import type { Executor } from "@/agent/executor";
import { capture } from "@/lab/capture";
import { declared, inState, resourceNamed } from "@/prove/order";
import { connectWorld, type ProvingWorld } from "@/prove/proving-world";
import { frameHex } from "@/prove/wire";
import { findOrStartWorld } from "@/run/find-or-start";
import { type Benchmark, type Figure, median, spread } from "./measure";
import { buildPeer, type Peer, type PeerEnds } from "./order-to-frame-peer";

/** Counted repetitions after one that warms up. */
const REPETITIONS = 7;
const VLAN = 30;
const ETHERTYPE = 0x88b6;
/** The rack sends so often, in microseconds: how finely the first frame can be told. */
const GAP_MICROS = 2_000;
const FRAME_WITHIN_MS = 15_000;

const OURS: PeerEnds = { from: "102A", to: "110A.3" };

/** From the order at the API to the first frame at the far end, against a script that applies the same rules. */
export const ORDER_TO_FRAME: Benchmark = {
  name: "order-to-frame",
  async run(say) {
    const used = await findOrStartWorld(say);
    try {
      const world = await connectWorld(used.url, used.stateDir);
      const peer = await buildPeer(world.lab);
      try {
        return figures(await repeat(world, peer, say));
      } finally {
        await peer.remove();
      }
    } finally {
      await used.stop();
    }
  },
};

interface Times {
  readonly ours: number[];
  readonly peer: number[];
}

async function repeat(world: ProvingWorld, peer: Peer, say: (line: string) => void): Promise<Times> {
  const times: Times = { ours: [], peer: [] };
  const order = await placeable(world);
  for (let round = 0; round <= REPETITIONS; round++) {
    const ours = await toFirstFrame(world.lab, OURS, order.place);
    await order.takeBack();
    const theirs = await toFirstFrame(world.lab, peer.ends, peer.apply);
    await peer.takeBack();
    say(
      `round ${round}${round === 0 ? " (not counted)" : ""}: ours ${ours.toFixed(0)} ms, script ${theirs.toFixed(0)} ms`,
    );
    if (round > 0) times.ours.push(ours);
    if (round > 0) times.peer.push(theirs);
  }
  return times;
}

/** An order inside one datacenter that can be placed and taken back again and again. */
async function placeable(world: ProvingWorld) {
  const [vlanId, resourceId] = [await declared(world.aspen, "102A", VLAN), await resourceNamed(world.aspen, OURS.to)];
  let id = "";
  return {
    async place() {
      id = (await world.aspen.extensions.request.mutate({ vlanId, resourceId })).id;
    },
    async takeBack() {
      await inState(world.aspen, id, ["configured", "live"]);
      await world.aspen.extensions.release.mutate({ id });
      await inState(world.aspen, id, ["released"]);
    },
  };
}

/** Sends frames without end from one machine, does `act`, and takes the time until the other machine sees the first. */
async function toFirstFrame(lab: Executor, ends: PeerEnds, act: () => Promise<void>): Promise<number> {
  const filter = ["ether", "proto", String(ETHERTYPE), "or", "vlan", String(VLAN)];
  const ear = await capture(lab, {
    namespace: ends.to,
    device: "eth0",
    direction: "in",
    filter,
    count: 1,
    snapOctets: 64,
  });
  const sender = await lab.stream(senderArgv(), { namespace: ends.from, onStdout: () => {}, onEnd: () => {} });
  try {
    const begun = performance.now();
    await act();
    await ear.wait(1, FRAME_WITHIN_MS);
    return performance.now() - begun;
  } finally {
    sender.stop();
    await ear.stop();
  }
}

function senderArgv(): string[] {
  const frame = {
    to: "ff:ff:ff:ff:ff:ff",
    from: "02:00:00:00:77:01",
    vlan: VLAN,
    etherType: ETHERTYPE,
    payload: "order to frame",
  };
  const hex = frameHex(frame).match(/../g)?.join(":") ?? "";
  return ["mausezahn", "eth0", "-q", "-c", "0", "-d", `${GAP_MICROS}usec`, hex];
}

function figures(times: Times): Figure[] {
  const ratios = times.ours.map((ours, index) => ours / (times.peer[index] ?? Number.NaN));
  const figure = { ours: median(times.ours), peer: median(times.peer), ratio: median(ratios), spread: spread(ratios) };
  return [
    {
      name: "order-to-frame",
      metric: "ms to the first frame, portal against tc -batch script",
      ...figure,
      goal: "ratio 2 or less",
      met: figure.ratio <= 2,
    },
    {
      name: "order-to-frame",
      metric: "ms to the first frame",
      ...figure,
      goal: "1,000 ms or less",
      met: figure.ours <= 1_000,
    },
  ];
}
