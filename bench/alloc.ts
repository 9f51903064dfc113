import { firstGap, type PairPeer, rawInsert } from "./alloc-peers";
import { type AllocWorld, openAllocWorld, WAITING } from "./alloc-world";
import { type Benchmark, type Figure, median, spread } from "./measure";

/** Counted repetitions after one that warms up. */
const REPETITIONS = 7;
/** Orders of a repetition: one rack has room for 4094. */
const ORDERS = WAITING * 32;
const MILLION = 1_000_000;
/** Each takes about a second, whoever waits. */
const GAPS = 2;

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
      () => declareRate(world, ORDERS),
      () => rateOf(peer, ORDERS),
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
      () => declareRate(world, ORDERS),
      () => rateOf(peer, GAPS),
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

/** Ours, peer, ours, peer ...; the first round is not counted. */
async function interleave(
  ours: () => Promise<number>,
  peer: () => Promise<number>,
  told: (round: string, ours: number, peer: number) => void,
): Promise<Rates> {
  const rates: Rates = { ours: [], peer: [] };
  for (let round = 0; round <= REPETITIONS; round++) {
    const [mine, theirs] = [await ours(), await peer()];
    told(round === 0 ? "round 0 (not counted)" : `round ${round}`, mine, theirs);
    if (round === 0) continue;
    rates.ours.push(mine);
    rates.peer.push(theirs);
  }
  return rates;
}

/** Declarations a second of a new rack, by workers that order again as soon as they are answered. */
async function declareRate(world: AllocWorld, orders: number): Promise<number> {
  const declare = await world.rack();
  return workersRate(orders, (order) => declare(order + 1));
}

async function rateOf(peer: PairPeer, allocations: number): Promise<number> {
  return workersRate(allocations, async () => peer.allocate());
}

/** Runs `work` for 0 to `count` - 1, up to WAITING at a time. @returns how many a second */
async function workersRate(count: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(WAITING, count) }, worker));
  return count / ((performance.now() - begun) / 1000);
}

function figure(metric: string, rates: Rates, goal: string, meets: (ratio: number) => boolean): Figure {
  const ratios = rates.ours.map((ours, index) => ours / (rates.peer[index] ?? Number.NaN));
  const ratio = median(ratios);
  const medians = { ours: median(rates.ours), peer: median(rates.peer), ratio, spread: spread(ratios) };
  return { name: "alloc", metric, ...medians, goal, met: meets(ratio) };
}
