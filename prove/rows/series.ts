import { until } from "@/run/until";
import { declared, inState, ordered, released, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { caught, type Ear, pinged, sendFrom, tagsOf, type WireFrame } from "../wire";

/** Where the cable of switch 117 ends, on 116: a rack that is registered there hangs on 117. */
const MAIN_PORT = 10;
/** Spare ports of 116 with lower numbers are given first. */
const MOST_RACKS = 16;
const RESOURCE = { name: "110D.2", mac: "08:19:20:07:05:02", address: "10.20.30.46", inside: "a-19" } as const;
const BESIDE = { rack: "102B", rackMac: "04:7a:9e:a1:a3:41", resource: "110B", mac: "6e:25:47:1f:9a:97" } as const;
/** A round begins within a minute, the first one sooner, in ms. */
const ROUND_WITHIN_MS = 90_000;

export const SERIES: readonly Row[] = [
  {
    id: "para 55",
    title:
      "Two switches in series: the first gives the customer tag, the next the host tag; the same frame arrives, and probes go round from the first",
    prove: (world) =>
      behindFront(world, async (rack) => {
        const extension = await ordered(world, world.birch, rack.name, 10, RESOURCE.name);
        try {
          const probed = await probedSilently(world, extension.id, [
            ["117", 1],
            ["116", MAIN_PORT],
            ["116", 19],
          ]);
          const { hostTag: s, customerTag: c } = extension.pair;
          const answer = await pinged(world, "102D", RESOURCE.address);
          const [between, inside, arrived] = await seen(world, frameTo(RESOURCE.mac, "02:10:2d:00:00:01"));
          const stacks = [between, inside].map((packet) => (packet === undefined ? "" : tagsOf(packet).join(" ")));
          must(stacks[0] === `8100:${c} 8100:10`, `between 117 and 116: ${stacks[0]}`);
          must(stacks[1]?.endsWith(`88a8:${s} 8100:${c} 8100:10`) === true, `inside 116: ${stacks[1]}`);
          const other = await besideFront(world);
          must(arrived?.bytes.subarray(12).equals(other.subarray(12)) === true, "the two modes deliver other octets");
          const hops = await hopsOf(world, extension.id, "117,116");
          return `${answer}; between 117 and 116 ${stacks[0]}, inside 116 ${stacks[1]}; ${other.length} octets, equal to those of 102B at 116; predicted ${hops}; ${probed}`;
        } finally {
          await released(world.birch, extension);
        }
      }),
  },
  {
    id: "series far",
    title:
      "A rack behind a switch in front as the far end: probes go round to it, its VLAN id is its own, the path shows both switches",
    prove: (world) =>
      behindFront(world, async (rack) => {
        const vlanId = await declared(world.birch, BESIDE.rack, 86);
        const placed = await world.birch.extensions.request.mutate({ vlanId, resourceId: rack.id, endVlan: 10 });
        const extension = await inState(world.birch, placed.id, ["configured", "live"]);
        try {
          const probed = await probedSilently(world, extension.id, [
            ["116", 2],
            ["117", 31],
            ["117", 1],
          ]);
          const frame: WireFrame = {
            ...frameTo("02:10:2d:00:00:01", BESIDE.rackMac),
            vlan: 86,
            payload: "to the far rack",
          };
          const ears = [
            { namespace: "sw-117", device: "p-31" },
            { namespace: "102D", device: "eth0" },
          ];
          const packets = await caught(world, ears, frame.payload, () => sendFrom(world, BESIDE.rack, frame));
          const stacks = packets.map((packet) => tagsOf(packet).join(" "));
          must(stacks.join() === `8100:${extension.pair.customerTag} 8100:10,8100:10`, stacks.join(", "));
          const hops = await hopsOf(world, extension.id, "116,117");
          return `${probed}; a frame of VLAN 86 is ${stacks[0]} between 116 and 117 and ${stacks[1]} at 102D; predicted ${hops}`;
        } finally {
          await released(world.birch, extension);
        }
      }),
  },
];

/** Nobody has sent a frame yet: what makes it live is a round. Then a ping each way, and a trace that asks just these ports. */
async function probedSilently(
  { birch }: ProvingWorld,
  extensionId: string,
  places: readonly (readonly [string, number])[],
): Promise<string> {
  const round = await until("a round of probes", ROUND_WITHIN_MS, async () => {
    const { rounds } = await birch.probes.rounds.query({ extensionId });
    return rounds.find(({ returned }) => returned > 0) ?? null;
  });
  await inState(birch, extensionId, ["live"]);
  const { toResource, toRack } = await birch.probes.ping.mutate({ extensionId, count: 10 });
  const back = [toResource, toRack].map((one) => (one.kind === "round" ? one.round.returned : one.why));
  must(
    back.every((returned) => returned === 10),
    `pings: ${back.join(" and ")} of 10`,
  );
  const { hops, isWhole, conclusion } = await birch.probes.trace.mutate({ extensionId });
  const asked = hops.map(({ switchCode, port }) => `${switchCode}/${port}`).join(", ");
  must(isWhole && asked === places.map((place) => place.join("/")).join(", "), `${asked}: ${conclusion}`);
  const { mtu, words, verdict } = await birch.probes.mtu.mutate({ extensionId });
  must(verdict === "proved", words);
  return `live by a round of ${round.sent} with ${round.returned} back; pings ${back.join(" and ")} of 10; traced by ${asked}; MTU ${mtu} proved`;
}

function frameTo(to: string, from: string): WireFrame {
  return { to, from, vlan: 10, etherType: 0x88b6, payload: "in series" };
}

function seen(world: ProvingWorld, frame: WireFrame) {
  const ears: Ear[] = [
    { namespace: "sw-117", device: "p-31" },
    { namespace: "sw-116", device: RESOURCE.inside },
    { namespace: RESOURCE.name, device: "eth0" },
  ];
  return caught(world, ears, frame.payload, () => sendFrom(world, "102D", frame));
}

/** The same frame, but for its addresses, from a rack whose one switch gives both tags. */
async function besideFront(world: ProvingWorld): Promise<Buffer> {
  await resourceNamed(world.birch, BESIDE.resource);
  const frame = frameTo(BESIDE.mac, BESIDE.rackMac);
  const ears = [{ namespace: BESIDE.resource, device: "eth0" }];
  const [packet] = await caught(world, ears, frame.payload, () => sendFrom(world, BESIDE.rack, frame));
  must(packet !== undefined, "nothing came from 102B");
  return packet.bytes;
}

/** The switches of the picture, there and back. */
async function hopsOf(world: ProvingWorld, extensionId: string, expected: string): Promise<string> {
  const { toResource, toRack } = await world.birch.paths.get.query({ extensionId });
  const [there = [], back = []] = [toResource, toRack].map(({ hops }) =>
    hops.flatMap((hop) => (hop.kind === "switch" ? [hop.code] : [])),
  );
  must(
    there.join() === expected && back.toReversed().join() === expected,
    `${there.join(", ")} and ${back.join(", ")}`,
  );
  return there.join(", ");
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A rack at the port where 117's cable ends, for as long as `use` takes; those at lower ports are given back at once. */
async function behindFront(world: ProvingWorld, use: (rack: Named) => Promise<string>): Promise<string> {
  const home = (await world.birch.datacenters.list.query()).find(({ code }) => code === "DC1");
  must(home !== undefined, "there is no DC1");
  const made: Named[] = [];
  try {
    for (let count = 1; count <= MOST_RACKS; count += 1) {
      const name = `in series ${count}`;
      const rack = await world.birch.racks.register.mutate({ name, datacenterId: home.id, kind: "physical" });
      made.push(rack);
      if (rack.port?.switchCode === "116" && rack.port.number === MAIN_PORT) return await use(rack);
    }
    throw new Error(`no rack was given port ${MAIN_PORT} of 116`);
  } finally {
    await givenBack(world, made);
  }
}

async function givenBack(world: ProvingWorld, racks: readonly { id: string }[]): Promise<void> {
  for (const { id } of racks) await world.birch.racks.release.mutate({ id });
}
