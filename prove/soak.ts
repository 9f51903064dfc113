import { parseArgs } from "node:util";
import { frameHex, markedContent, marker } from "@/abuse/frame";
import { type Blast, openBlast, type Running, type SentFrames } from "@/lab/blast";
import { labPaths } from "@/lab/state";
import { findOrStartWorld } from "@/run/find-or-start";
import { SHARED } from "./conversations";
import { connectWorld, type ProvingWorld } from "./proving-world";

// `npm run soak [-- --minutes 60]`: decision 424 of the seed: the service runs for an hour and stays correct. Two clients
// alike in VLAN, IP and MAC send numbered frames without a pause; each must reach its own resource once, and no other.

/** Frames a second of each client. */
const RATE = 200;
const LAP_SECONDS = 60;
/** Racks, the resources of their VLAN 20, and what their frames are known by. */
const PAIRS = [
  { from: "102A", to: "110A.2", mark: marker(0x50a) },
  { from: "102B", to: "110C", mark: marker(0x50b) },
] as const;

const { values } = parseArgs({ options: { minutes: { type: "string", default: "60" } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes is "${values.minutes}". Give a number above 0.`);

const used = await findOrStartWorld(console.log);
try {
  const world = await connectWorld(used.url, used.stateDir);
  process.exitCode = (await soak(world, used.stateDir)) ? 0 : 1;
} finally {
  await used.stop();
}

/** What a client's stream came to. */
interface Outcome {
  readonly sent: number;
  readonly arrived: number;
  readonly twice: number;
  readonly foreign: number;
}

async function soak(world: ProvingWorld, stateDir: string): Promise<boolean> {
  const blast = await openBlast(world.lab, labPaths(stateDir).folder);
  const laps = Math.ceil((minutes * 60) / LAP_SECONDS);
  console.log(`soak: ${RATE} frames a second from each of two clients, ${laps} laps of ${LAP_SECONDS} s ...`);
  const totals = PAIRS.map((): Outcome => ({ sent: 0, arrived: 0, twice: 0, foreign: 0 }));
  for (let lap = 0; lap < laps; lap++) {
    for (const [index, one] of (await lapOf(blast)).entries()) totals[index] = sum(totals[index] ?? one, one);
  }
  for (const [index, { from, to }] of PAIRS.entries()) {
    const { sent, arrived, twice, foreign } = totals[index] ?? { sent: 0, arrived: 0, twice: 0, foreign: 0 };
    console.log(`${from} to ${to}: ${sent} sent, ${arrived} arrived, ${twice} twice, ${foreign} of the other`);
  }
  return totals.every(({ sent, arrived, twice, foreign }) => sent > 0 && arrived === sent && twice + foreign === 0);
}

function sum(a: Outcome, b: Outcome): Outcome {
  const { sent, arrived, twice, foreign } = b;
  return {
    sent: a.sent + sent,
    arrived: a.arrived + arrived,
    twice: a.twice + twice,
    foreign: a.foreign + foreign,
  };
}

/** Counters remember every number that they saw, so each lap has counters of its own. */
async function lapOf(blast: Blast): Promise<Outcome[]> {
  const markers = PAIRS.map(({ mark }) => mark);
  const ears = await Promise.all(
    PAIRS.map(({ to }) => blast.startCounting({ namespace: to, devices: ["eth0"], markers })),
  );
  const streams = await Promise.all(
    PAIRS.map(({ from, mark }) =>
      blast.startSending({
        ...{ namespace: from, device: "eth0", rate: RATE, marker: mark },
        templates: [frameOf(mark)],
      }),
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, LAP_SECONDS * 1_000));
  const sent = await stopped(streams);
  const heard = (await Promise.all(ears.map((ear) => ear.stop()))).flat();
  return PAIRS.map(({ mark }, index) => {
    const tallies = heard[index]?.markers ?? [];
    const own = tallies.find((one) => one.marker === mark);
    const foreign = tallies.filter((one) => one.marker !== mark).reduce((all, one) => all + one.frames, 0);
    return { sent: sent[index] ?? 0, arrived: own?.distinct ?? 0, twice: own?.duplicates ?? 0, foreign };
  });
}

/** Frames on their way are waited for by the counters' own end: they stop after all streams have. */
async function stopped(streams: readonly Running<SentFrames>[]): Promise<number[]> {
  return (await Promise.all(streams.map((one) => one.stop()))).map(({ sent }) => sent);
}

function frameOf(mark: string): string {
  const [to, from] = [SHARED.resource, SHARED.rack].map((mac) => mac.replaceAll(":", ""));
  const tags = [{ type: "8100", id: 20 }];
  return frameHex({ to: to ?? "", from: from ?? "", tags, content: markedContent(mark), octets: 128 });
}
