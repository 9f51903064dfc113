import { inState, ordered, released, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { caught, type Ear, pinged, sendFrom, tagsOf, type WireFrame } from "../wire";

/** Where the cable of switch 117 ends, on 116: a rack that is registered there hangs on 117. */
const MAIN_PORT = 10;
/** Spare ports of 116 with lower numbers are given first. */
const MOST_RACKS = 16;
const RESOURCE = { name: "110D.2", mac: "08:19:20:07:05:02", address: "10.20.30.46", inside: "a-19" } as const;
const BESIDE = { rack: "102B", resource: "110B", mac: "6e:25:47:1f:9a:97" } as const;

export const SERIES: readonly Row[] = [
  {
    id: "para 55",
    title: "Two switches in series: the first gives the customer tag, the next the host tag; the same frame arrives",
    prove: (world) =>
      behindFront(world, async (rack) => {
        const extension = await ordered(world, world.birch, rack, 10, RESOURCE.name);
        try {
          const { hostTag: s, customerTag: c } = extension.pair;
          const answer = await pinged(world, "102D", RESOURCE.address);
          const [between, inside, arrived] = await seen(world, frameTo(RESOURCE.mac, "02:10:2d:00:00:01"));
          const stacks = [between, inside].map((packet) => (packet === undefined ? "" : tagsOf(packet).join(" ")));
          must(stacks[0] === `8100:${c} 8100:10`, `between 117 and 116: ${stacks[0]}`);
          must(stacks[1]?.endsWith(`88a8:${s} 8100:${c} 8100:10`) === true, `inside 116: ${stacks[1]}`);
          const other = await besideFront(world);
          must(arrived?.bytes.subarray(12).equals(other.subarray(12)) === true, "the two modes deliver other octets");
          const live = await inState(world.birch, extension.id, ["live"]);
          const hops = await hopsOf(world, live.id);
          return `${answer}; between 117 and 116 ${stacks[0]}, inside 116 ${stacks[1]}; ${other.length} octets, equal to those of 102B at 116; predicted ${hops}; ${live.state}`;
        } finally {
          await released(world.birch, extension);
        }
      }),
  },
];

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
  const frame = frameTo(BESIDE.mac, "04:7a:9e:a1:a3:41");
  const ears = [{ namespace: BESIDE.resource, device: "eth0" }];
  const [packet] = await caught(world, ears, frame.payload, () => sendFrom(world, BESIDE.rack, frame));
  must(packet !== undefined, "nothing came from 102B");
  return packet.bytes;
}

async function hopsOf(world: ProvingWorld, extensionId: string): Promise<string> {
  const { toResource } = await world.birch.paths.get.query({ extensionId });
  const hops = toResource.hops.flatMap((hop) => (hop.kind === "switch" ? [hop.code] : []));
  must(hops.join() === "117,116", hops.join(", "));
  return hops.join(", ");
}

/** A rack at the port where 117's cable ends, for as long as `use` takes; those at lower ports are given back at once. */
async function behindFront(world: ProvingWorld, use: (rack: string) => Promise<string>): Promise<string> {
  const home = (await world.birch.datacenters.list.query()).find(({ code }) => code === "DC1");
  must(home !== undefined, "there is no DC1");
  const made: { id: string; name: string }[] = [];
  try {
    for (let count = 1; count <= MOST_RACKS; count += 1) {
      const name = `in series ${count}`;
      const rack = await world.birch.racks.register.mutate({ name, datacenterId: home.id, kind: "physical" });
      made.push(rack);
      if (rack.port?.switchCode === "116" && rack.port.number === MAIN_PORT) return await use(name);
    }
    throw new Error(`no rack was given port ${MAIN_PORT} of 116`);
  } finally {
    await givenBack(world, made);
  }
}

async function givenBack(world: ProvingWorld, racks: readonly { id: string }[]): Promise<void> {
  for (const { id } of racks) await world.birch.racks.release.mutate({ id });
}
