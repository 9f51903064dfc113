import { until } from "@/run/until";
import type { ProbedView, RoundView } from "@/server/services/probe/view";
import { extensionOf, inState, ordered, released } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { linkIs } from "../way";
import { heard, sendFrom, type WireFrame } from "../wire";
import { changedTo } from "./links";

/** A round begins each minute: the first may be that far away, in ms. */
const ROUND_WITHIN_MS = 90_000;
/** Longer than a capture waits in vain, so that a second look falls into it. */
const LOOP_SECONDS = 12;

export const PROBES: readonly Row[] = [
  {
    id: "probe",
    title:
      "A round of probes each minute makes an extension live without one frame of its client, and tells loss and delay",
    async prove(world) {
      const extension = await ordered(world, world.birch, "102B", 77, "110B.2");
      try {
        await until(
          "a round of probes",
          ROUND_WITHIN_MS,
          async () => (await roundsOf(world, extension.id)).at(-1) ?? null,
        );
        await inState(world.birch, extension.id, ["live"]);
        const [round] = await roundsOf(world, extension.id);
        must(round !== undefined && round.returned === round.sent, said(round));
        const { toResource, toRack } = await world.birch.probes.ping.mutate({ extensionId: extension.id, count: 10 });
        return `live by ${said(round)}; on demand ${saidOf("102B to 110B.2", toResource)}, ${saidOf("110B.2 to 102B", toRack)}`;
      } finally {
        await released(world.birch, extension);
      }
    },
  },
  {
    id: "trace",
    title: "A trace asks 116, 124, 220 and 212 in that order; with the way cut it names the stretch",
    async prove(world) {
      const extension = await ordered(world, world.aspen, "102A", 78, "210.3");
      try {
        const whole = await world.aspen.probes.trace.mutate({ extensionId: extension.id });
        const order = [...new Set(whole.hops.map(({ switchCode }) => switchCode))].join(", ");
        must(whole.isWhole && order === "116, 124, 220, 212", `${order}: ${whole.conclusion}`);
        const first = await world.aspen.probes.trace.mutate({ extensionId: extension.id, hops: 2 });
        must(first.hops.length === 2, `${first.hops.length} hops with a limit of 2`);
        const cut = await withTrunkCut(world, () => world.aspen.probes.trace.mutate({ extensionId: extension.id }));
        must(!cut.isWhole && cut.conclusion.includes("between switch 220"), cut.conclusion);
        return `${order}, each of 3 probes back; ${first.conclusion} With 220's cable to 212 down: ${cut.conclusion}`;
      } finally {
        await released(world.aspen, extension);
      }
    },
  },
  {
    id: "trace transit",
    title: "On an ordered way through DC3 a trace is answered by every switch, by 222 that only passes frames on too",
    async prove(world) {
      const way = { via: ["226", "228"], avoid: ["224", "306", "308"] };
      const extension = await ordered(world, world.aspen, "102A", 80, "210.4", way);
      try {
        const first = await traced(world, extension.id);
        await changedTo(world, "226", "q");
        const second = await traced(world, extension.id);
        const cut = await withLineCut(world, () => world.aspen.probes.trace.mutate({ extensionId: extension.id }));
        must(cut.conclusion.includes("between switch 222 port 31 and switch 220"), cut.conclusion);
        return `${first}; with line 226 changed to a third Q tag: ${second}; with line 228 cut: ${cut.conclusion}`;
      } finally {
        await changedTo(world, "226", "vpls");
        await released(world.aspen, extension);
      }
    },
  },
  {
    id: "loopback",
    title: "A loopback at the resource sends frames back, MACs exchanged, and ends by itself",
    async prove(world) {
      const { id } = await extensionOf(world.cedar, "202", 10, "210");
      await world.cedar.probes.loopback.mutate({ extensionId: id, end: "resource", seconds: LOOP_SECONDS });
      const back = await until("frames to come back", LOOP_SECONDS * 1000, async () => {
        return (await echoes(world)) > 0 ? true : null;
      });
      await until("the loopback to end", 2 * LOOP_SECONDS * 1000, async () => {
        const { loop } = await world.cedar.probes.rounds.query({ extensionId: id });
        return loop === null ? true : null;
      });
      const after = await until("frames to go through again", 30_000, async () =>
        (await echoes(world)) === 0 ? 0 : null,
      );
      must(back && after === 0, `${after} frames came back after its end`);
      return `for ${LOOP_SECONDS} s frames of 202 to 210 came back to 202 with their MACs exchanged; then none did, and nobody had to end it`;
    },
  },
  {
    id: "mtu probe",
    title:
      "Probes of exactly the computed MTU come back; a cable that is made narrower is found out by a probe, and of the MTU computed anew they come back again, of one octet more they do not",
    async prove(world) {
      const extension = await ordered(world, world.aspen, "102A", 79, "210.4");
      const test = () => world.aspen.probes.mtu.mutate({ extensionId: extension.id });
      const computed = async () => (await world.aspen.paths.get.query({ extensionId: extension.id })).toResource.mtu;
      try {
        const before = await computed();
        const wide = await test();
        must(wide.mtu === before && wide.verdict === "proved", wide.words);
        const [found, anew] = await withTrunkOf(world, NARROW_MTU, async () => {
          const first = await test();
          await until("the MTU to be computed anew", 30_000, async () => ((await computed()) < before ? true : null));
          // Both switches follow within a report or two.
          const exact = await until("the cable to carry just what is computed", 30_000, async () => {
            const measured = await test();
            return measured.verdict === "proved" ? measured : null;
          });
          return [first, exact] as const;
        });
        must(found.mtu < before || found.exact.returned === 0, `on the narrow cable: ${found.words}`);
        must(anew.exact.returned === anew.exact.sent && anew.above.returned === 0, anew.words);
        await until("the MTU to be as before", 30_000, async () => ((await computed()) === before ? true : null));
        return `${wide.words} With a trunk's MTU of ${NARROW_MTU}: ${found.words} Computed anew, ${anew.mtu}: ${anew.words}`;
      } finally {
        await released(world.aspen, extension);
      }
    },
  },
];

async function roundsOf(world: ProvingWorld, extensionId: string): Promise<readonly RoundView[]> {
  return (await world.birch.probes.rounds.query({ extensionId })).rounds;
}

function said(round: RoundView | undefined): string {
  if (round === undefined) return "no round";
  const { sent, arrived, returned, roundTrip } = round;
  return `a round of ${sent}, ${arrived} arrived, ${returned} returned, median ${roundTrip?.median ?? "-"} µs`;
}

function saidOf(way: string, probed: ProbedView): string {
  must(probed.kind === "round" && probed.round.returned === probed.round.sent, `${way}: ${JSON.stringify(probed)}`);
  return `${way} ${probed.round.returned} of ${probed.round.sent}`;
}

const THROUGH_DC3 = ["116", "124", "222", "220", "212"];

/** What each switch of the way through DC3 answered. */
async function traced({ aspen }: ProvingWorld, extensionId: string): Promise<string> {
  const { hops, isWhole, conclusion } = await aspen.probes.trace.mutate({ extensionId });
  must(isWhole && [...new Set(hops.map(({ switchCode }) => switchCode))].join() === THROUGH_DC3.join(), conclusion);
  return hops
    .map(({ switchCode, port, outcome }) => {
      const back = outcome.kind === "round" ? `${outcome.round.returned} of ${outcome.round.sent}` : outcome.kind;
      return `${switchCode} port ${port}: ${back}`;
    })
    .join(", ");
}

/** Loses every frame from 222 to 220 on line 228 for as long as `use` takes, and waits until it is used again. */
async function withLineCut<T>(world: ProvingWorld, use: () => Promise<T>): Promise<T> {
  try {
    return await withLoss(world, "sw-222", "l-32", use);
  } finally {
    await linkIs(world, "228", "up");
  }
}

/** Loses every frame from 220 to 212 for as long as `use` takes. */
function withTrunkCut<T>(world: ProvingWorld, use: () => Promise<T>): Promise<T> {
  return withLoss(world, "sw-220", "p-1", use);
}

async function withLoss<T>(world: ProvingWorld, namespace: string, device: string, use: () => Promise<T>): Promise<T> {
  const qdisc = (verb: string, ...rest: string[]) =>
    world.lab.run(["tc", "qdisc", verb, "dev", device, "root", ...rest], { namespace });
  await qdisc("add", "netem", "loss", "100%");
  try {
    return await use();
  } finally {
    await qdisc("del");
  }
}

/** Frames of 202 that come back to it with their addresses exchanged, of ten. */
async function echoes(world: ProvingWorld): Promise<number> {
  const frame: WireFrame = {
    ...{ to: "02:21:00:00:00:01", from: "f2:98:19:ab:55:b4", vlan: 10, etherType: 0x88b6, payload: "turn back" },
  };
  const filter = ["ether", "src", frame.to, "and", "ether", "dst", frame.from];
  const [packets = []] = await heard(
    world,
    [{ namespace: "202", device: "eth0" }],
    filter,
    () => sendFrom(world, "202", frame, 10),
    10,
  );
  return packets.filter(({ bytes }) => bytes.includes("turn back")).length;
}

/** Less than a frame of full size needs. */
const NARROW_MTU = 1_400;

/** Makes the cable from 220 to 212 carry so much for as long as `use` takes. */
async function withTrunkOf<T>(world: ProvingWorld, mtu: number, use: () => Promise<T>): Promise<T> {
  const ends = [
    { namespace: "sw-220", device: "p-1" },
    { namespace: "sw-212", device: "p-31" },
  ];
  const set = (to: number) =>
    Promise.all(
      ends.map(({ namespace, device }) =>
        world.lab.run(["ip", "link", "set", "dev", device, "mtu", String(to)], { namespace }),
      ),
    );
  const before = await mtuOf(world, "sw-220", "p-1");
  await set(mtu);
  try {
    return await use();
  } finally {
    await set(before);
  }
}

async function mtuOf(world: ProvingWorld, namespace: string, device: string): Promise<number> {
  const { stdout } = await world.lab.run(["ip", "link", "show", "dev", device], { namespace });
  const mtu = Number(/ mtu (\d+) /.exec(stdout)?.[1]);
  must(mtu > 0, `${device} of ${namespace} has no MTU: ${stdout}`);
  return mtu;
}
