import { firstGap, type PairPeer, rawInsert } from "./alloc-peers";
import { type AllocWorld, openAllocWorld, WAITING } from "./alloc-world";
import { type Benchmark, type Figure, median, spread } from "./measure";

/** Counted repetitions after one that warms up. */
const REPETITIONS = 7;
/** A repetition goes back and forth between ours and the peer so often: what else runs here disturbs both alike. */
const TURNS = 4;
/** Orders of a turn; one rack has room for those of a repetition. */
const ORDERS = WAITING * 8;
const MILLION = 1_000_000;
/** Of a turn: each takes about a second, whoever waits. */
const GAPS = 1;

/** Declaring VLANs by the service verb, audit and all, against a bare INSERT and against looking for a gap. */
export const ALLOC: Benchmark = {
  name: "alloc",
  async run(say) {
    return [await againstRawInsert(say), await againstFirstGap(say)];
  },
};

async function againstRawInsert(say: (line: string) => void): Promise<Figure> {
  const world = await openAllocWorld(0);
  const peer = rawInsert();
  try {
    const rates = await interleave(
      { count: ORDERS, start: () => declaring(world) },
      { count: ORDERS, start: () => allocating(peer) },
      (round, ours, theirs) => say(`${round}: ${ours.toFixed(0)} declarations/s, ${theirs.toFixed(0)} raw inserts/s`),
    );
    const metric = `pairs a second, ${WAITING} orders waiting, each synced to disk: declared with audit, against a raw prepared INSERT`;
    return figure(metric, rates, "ratio 0.25 or more", (ratio) => ratio >= 0.25);
  } finally {
    peer.close();
    world.close();
  }
}

async function againstFirstGap(say: (line: string) => void): Promise<Figure> {
  say(`filling ${MILLION.toLocaleString("en-GB")} pairs ...`);
  const world = await openAllocWorld(MILLION);
  const peer = firstGap(world.file);
  try {
    const rates = await interleave(
      { count: ORDERS, start: () => declaring(world) },
      { count: GAPS, start: () => allocating(peer) },
      (round, ours, theirs) => say(`${round}: ${ours.toFixed(0)} declarations/s, ${theirs.toFixed(3)} first gaps/s`),
    );
    const metric = `pairs a second with ${MILLION.toLocaleString("en-GB")} held: declared with audit, against reading the used ones and taking the first gap`;
    return figure(metric, rates, "ratio 1,000 or more", (ratio) => ratio >= 1_000);
  } finally {
    peer.close();
    world.close();
  }
}

interface Rates {
  readonly ours: number[];
  readonly peer: number[];
}

/** One side of a comparison: how many pairs it allocates in a turn, and what allocates one. */
interface Side {
  readonly count: number;
  /** Called once a repetition. */
  start(): Promise<() => Promise<unknown>>;
}

/** Ours, peer, ours, peer ...; the first repetition is not counted. */
async function interleave(ours: Side, peer: Side, told: (round: string, ours: number, peer: number) => void) {
  const rates: Rates = { ours: [], peer: [] };
  for (let round = 0; round <= REPETITIONS; round++) {
    const [mine, theirs] = await repetition(ours, peer);
    told(round === 0 ? "round 0 (not counted)" : `round ${round}`, mine, theirs);
    if (round === 0) continue;
    rates.ours.push(mine);
    rates.peer.push(theirs);
  }
  return rates;
}

/** @returns pairs a second of both */
async function repetition(ours: Side, peer: Side): Promise<[number, number]> {
  const [order, allocate] = [await ours.start(), await peer.start()];
  let [mine, theirs] = [0, 0];
  for (let turn = 0; turn < TURNS; turn++) {
    mine += await secondsFor(ours.count, order);
    theirs += await secondsFor(peer.count, allocate);
  }
  return [(TURNS * ours.count) / mine, (TURNS * peer.count) / theirs];
}

/** Declares the VLANs of a new rack, one an order. */
async function declaring(world: AllocWorld): Promise<() => Promise<unknown>> {
  const declare = await world.rack();
  let vid = 0;
  return () => {
    vid += 1;
    return declare(vid);
  };
}

async function allocating(peer: PairPeer): Promise<() => Promise<unknown>> {
  return async () => peer.allocate();
}

/** Lets up to WAITING workers do `work` until it was done `count` times, each again as soon as it is answered. */
async function secondsFor(count: number, work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  let left = count;
  const worker = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: Math.min(WAITING, count) }, worker));
  return (performance.now() - begun) / 1000;
}

function figure(metric: string, rates: Rates, goal: string, meets: (ratio: number) => boolean): Figure {
  const ratios = rates.ours.map((ours, index) => ours / (rates.peer[index] ?? Number.NaN));
  const ratio = median(ratios);
  const medians = { ours: median(rates.ours), peer: median(rates.peer), ratio, spread: spread(ratios) };
  return { name: "alloc", metric, ...medians, goal, met: meets(ratio) };
}
