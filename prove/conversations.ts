import { extensionOf, ordered, released } from "./order";
import type { ProvingWorld } from "./proving-world";
import { must } from "./row";
import { caught, heard, pinged, sendFrom, tagsOf, type WireFrame, withAddress } from "./wire";

/** Numbers that racks 102A and 102B, and their resources, have in common in VLAN 20. */
export const SHARED = { rack: "02:00:00:00:00:01", resource: "02:00:00:00:00:50" } as const;
/** IEEE 802's two local experimental EtherTypes tell two conversations apart that are alike in all else. */
export const [ASPENS, BIRCHS] = [0x88b5, 0x88b6];
const FRAMES = 10_000;

/** Two conversations at once, alike but for their EtherType; counts what each end hears of its own and of the other. */
export async function exchange(
  world: ProvingWorld,
  from: readonly [string, string],
  to: readonly [string, string],
  toMac: string,
  fromMac: string,
): Promise<string> {
  const frame = (etherType: number): WireFrame => ({
    to: toMac,
    from: fromMac,
    vlan: 20,
    etherType,
    payload: "claim 1",
  });
  const ears = to.map((namespace) => ({ namespace, device: "eth0" }));
  const filter = [
    "vlan",
    "20",
    "and",
    "(",
    "ether",
    "proto",
    String(ASPENS),
    "or",
    "ether",
    "proto",
    String(BIRCHS),
    ")",
  ];
  const send = async () => {
    await Promise.all([
      sendFrom(world, from[0], frame(ASPENS), FRAMES),
      sendFrom(world, from[1], frame(BIRCHS), FRAMES),
    ]);
  };
  const [first = [], second = []] = await heard(world, ears, filter, send, FRAMES);
  const count = (packets: typeof first, type: number) =>
    packets.filter((one) => one.bytes.readUInt16BE(16) === type).length;
  const own = [count(first, ASPENS), count(second, BIRCHS)];
  const astray = count(first, BIRCHS) + count(second, ASPENS);
  const text = `${to[0]} heard ${own[0]}, ${to[1]} heard ${own[1]} of ${FRAMES} each, ${astray} astray`;
  must(own.every((heardOf) => heardOf === FRAMES) && astray === 0, text);
  return text;
}

/** What the frames carry between the client's port and the resource's port of switch 116. */
export async function tagsInside(world: ProvingWorld): Promise<string> {
  const frame: WireFrame = { to: SHARED.resource, from: SHARED.rack, vlan: 20, etherType: ASPENS, payload: "inside" };
  const ears = [{ namespace: "sw-116", device: "a-12" }];
  const [inside = []] = await heard(
    world,
    ears,
    ["ether", "src", SHARED.rack],
    () => sendFrom(world, "102A", frame, 20),
    20,
  );
  const stacks = new Set(inside.map((packet) => tagsOf(packet).join(" ")));
  const extension = await extensionOf(world.aspen, "102A", 20, "110A.2");
  const pair = `88a8:${extension.pair.hostTag} 8100:${extension.pair.customerTag} 8100:20`;
  must(stacks.size === 1 && [...stacks].every((stack) => stack.endsWith(pair)), [...stacks].join("; "));
  return `${inside.length} frames inside the switch each carry ${[...stacks].join("; ")} (segment, host, customer, own)`;
}

/** A rack, and the namespace in which its machine runs. */
export interface Client {
  readonly rack: string;
  readonly namespace: string;
}
const DEMO_CLIENTS = [
  { rack: "102A", namespace: "102A" },
  { rack: "102B", namespace: "102B" },
] as const;

/**
 * Two tenants at once, Aspen and Birch, each with a VLAN and a range; each reaches its own resource and not a frame of the
 * other's.
 */
export async function overlap(
  world: ProvingWorld,
  plan: { vlans: readonly [number, number]; nets: readonly [string, string] },
  [first, second]: readonly [Client, Client] = DEMO_CLIENTS,
): Promise<string> {
  const [va, vb] = plan.vlans;
  const [na, nb] = plan.nets;
  const a = await ordered(world, world.aspen, first.rack, va, "110A.3");
  const b = await ordered(world, world.birch, second.rack, vb, "110B.2");
  const at = (namespace: string, vlan: number, cidr: string) => ({ namespace, vlan, cidr, mac: undefined });
  try {
    return await withAddress(world, at(first.namespace, va, `${na}.1/24`), () =>
      withAddress(world, at("110A.3", va, `${na}.50/24`), () =>
        withAddress(world, at(second.namespace, vb, `${nb}.1/24`), () =>
          withAddress(world, at("110B.2", vb, `${nb}.50/24`), async () => {
            const pings = await Promise.all([
              pinged(world, first.namespace, `${na}.50`),
              pinged(world, second.namespace, `${nb}.50`),
            ]);
            return pings
              .map((line) => line.replace(" packets transmitted,", "/").replace(/ received.*/, " answered"))
              .join("; ");
          }),
        ),
      ),
    );
  } finally {
    await released(world.aspen, a);
    await released(world.birch, b);
  }
}

/** A machine's links and addresses, without counters and life times. */
export async function configuration(world: ProvingWorld, namespace: string): Promise<string> {
  const { stdout } = await world.lab.run(["ip", "-o", "addr", "show"], { namespace });
  return stdout;
}

export async function addressesOf(world: ProvingWorld, namespace: string): Promise<string> {
  const { stdout } = await world.lab.run(["ip", "-o", "addr", "show"], { namespace });
  return stdout
    .split("\n")
    .filter((line) => line !== "" && !/^\d+: lo\b/.test(line))
    .join(" ");
}

export async function nonIp(
  world: ProvingWorld,
  way: { rack: string; vlan: number; resource: string; mac: string },
): Promise<string> {
  const from = way.rack === "102A" ? "56:89:6f:88:9d:c7" : "f2:98:19:ab:55:b4";
  const frame: WireFrame = { to: way.mac, from, vlan: way.vlan, etherType: BIRCHS, payload: "no IP here" };
  const ears = [
    { namespace: way.resource, device: "eth0" },
    { namespace: way.rack, device: "eth0" },
  ];
  const [there, here] = await caught(world, ears, frame.payload, () => sendFrom(world, way.rack, frame));
  must(
    there !== undefined && here !== undefined && there.bytes.equals(here.bytes),
    `what arrived at ${way.resource} is not what ${way.rack} sent`,
  );
  return `${way.rack} to ${way.resource}`;
}
