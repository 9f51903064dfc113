import { until } from "@/run/until";
import { decodeFrame } from "@/server/domain/decode-frame";
import { stackText } from "@/server/domain/tag-stack";
import type { LinkView } from "@/server/services/link/view";
import { declared, extensionOf, inState, released, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { linkIs, pathsInUse } from "../way";
import { caught, type Ear, heard, pinged, sendFrom, type WireFrame } from "../wire";

/** FIG. 8: from 202 to 110D; the printed addresses have the group bit set, which is cleared here. */
export const DOPEY: WireFrame = {
  ...{ to: "08:19:20:07:05:01", from: "f2:98:19:ab:55:b4", vlan: 10, etherType: 0x88b6, payload: "Dopey" },
};
/** The edge switches' ends of links, where frames are as they are on the wire. */
export const LINE_224: Ear = { namespace: "sw-124", device: "l-31" };
export const LINK_306: Ear = { namespace: "sw-124", device: "l-33" };
export const LINK_308: Ear = { namespace: "sw-222", device: "l-33" };

export const LINKS: readonly Row[] = [
  {
    id: "F1.8",
    title: "Switch 124 carries frames between datacenters alone",
    async prove({ operator }) {
      const map = await operator.switches.tagMap.query({ code: "124" });
      must(map.rows.length > 0, "the map of 124 is empty");
      const machines = map.rows.filter((row) => row.portKind === "client" || row.portKind === "cloud");
      must(machines.length === 0, `machines hang on ${machines.map((row) => row.key).join(", ")}`);
      const crossing = (await operator.extensions.list.query({})).filter((one) => one.crossDatacenter);
      const pairs = new Set(crossing.map(({ pair }) => `${pair.hostTag}.${pair.customerTag}`));
      const local = map.rows.filter((row) => !pairs.has(`${row.hostTag}.${row.customerTag}`));
      must(local.length === 0, `segments of one datacenter: ${local.map((row) => row.key).join(", ")}`);
      return `${map.rows.length} rows, all on trunk and pseudowire ports, all of segments that cross`;
    },
  },
  {
    id: "F2.2",
    title:
      "A third datacenter has the same elements: rack 252, cloud 258 with systems 260, a switch and an edge switch",
    async prove(world) {
      const clouds = await world.birch.clouds.list.query();
      const names = clouds.find(({ code }) => code === "258")?.systems.map(({ name }) => name) ?? [];
      must(names.includes("260"), `cloud 258 has ${names.join(", ")}`);
      const switches = (await world.operator.switches.list.query()).filter((one) => one.datacenter.code === "DC3");
      const codes = switches.map(({ code, agent }) => `${code} ${agent.state}`).join(", ");
      must(codes === "222 in_step, 262 in_step", codes);
      return `${codes}; ${await pinged(world, "252", "10.20.30.51")}`;
    },
  },
  {
    id: "F2.3",
    title: "Lines 224, 226 and 228 make a triangle; a line that fails is passed by, and used again when it is back",
    async prove(world) {
      const links = await world.operator.links.list.query();
      const lines = links.filter(({ medium }) => medium === "line");
      const ends = lines.map((one) => `${one.code} ${one.a.switchCode}-${one.b.switchCode}`).join(", ");
      must(ends === "224 124-220, 226 124-222, 228 220-222", ends);
      const detour = await withLine224Broken(world, async () => {
        await linkIs(world, "224", "down");
        return `${await pathsInUse(world, "124", "220")}; ${await pinged(world, "202", "10.20.30.40")}`;
      });
      await linkIs(world, "224", "up");
      return `${ends}; with 224 broken: ${detour}; 224 is up again`;
    },
  },
  {
    id: "drill",
    title: "A drill takes line 224 down, services go on by another path, and each one's lost frames are reported",
    async prove(world) {
      const begun = await world.operator.links.drill.mutate({ code: "224", seconds: 4 });
      await linkIs(world, "224", "down");
      const meanwhile = await pinged(world, "202", "10.20.30.40");
      const done = await until("the drill's report", 30_000, async () => {
        const found = (await world.operator.links.drills.query()).find(({ id }) => id === begun.id);
        return found?.stage === "done" ? found : null;
      });
      await linkIs(world, "224", "up");
      const lost = done.services?.map((one) => `${one.tenant} ${one.rack} ${one.vlan}: ${one.lostFrames}`) ?? [];
      must(lost.length > 0, "no service crossed the line");
      return `4 s down; meanwhile ${meanwhile}; frames lost: ${lost.join(", ")}`;
    },
  },
  {
    id: "F2.4",
    title: "A cloud next door is no different to a client: the same order, and the same octets arrive",
    async prove(world) {
      const near = await arrivedBytes(world, "210", "02:21:00:00:00:01");
      const far = await arrivedBytes(world, "110D", DOPEY.to);
      must(near.subarray(6).equals(far.subarray(6)), `near ${near.toString("hex")}, far ${far.toString("hex")}`);
      return `202 sent one frame to 210 (its own datacenter) and one to 110D (the other): all but the destination MAC is equal, ${far.length} octets`;
    },
  },
  {
    id: "F3.2",
    title: "Dedicated line 226 stays beside the provider links 306 and 308",
    async prove({ operator }) {
      const links = await operator.links.list.query();
      const text = links
        .map((one) => `${one.code} ${one.medium} ${one.a.datacenterCode}-${one.b.datacenterCode} ${one.health}`)
        .join(", ");
      for (const code of ["226", "306", "308"]) {
        must(links.find((one) => one.code === code)?.health === "up", text);
      }
      return text;
    },
  },
  {
    id: "F3.3",
    title: "The outbound router adds an IP header and the inbound one takes it off; no client sees any",
    prove: (world) =>
      overProvider(world, async (frame) => {
        const ears = [LINK_306, { namespace: "202", device: "eth0" }, { namespace: "210.4", device: "eth0" }];
        const [wire = [], , arrived = []] = await heard(
          world,
          [ears[0] ?? LINK_306, ears[1] ?? LINK_306, ears[2] ?? LINK_306],
          [],
          () => sendFrom(world, "102A", frame),
          1,
        );
        const outer = wire.map(({ bytes }) => bytes.readUInt16BE(12));
        must(
          outer.includes(0x0800),
          `EtherTypes on the provider link: ${outer.map((type) => type.toString(16)).join(", ")}`,
        );
        const own = arrived.find(({ bytes }) => bytes.includes("Sleepy"));
        must(own !== undefined && own.bytes.readUInt16BE(12) === 0x8100, "the frame did not arrive as it was sent");
        return `between the routers IPv4 (0x0800) carries it; at 210.4 it begins with the client's own tag: ${own.bytes.subarray(0, 24).toString("hex")}`;
      }),
  },
  {
    id: "F8.1",
    title: 'Frame 800 "Dopey" from 202 to 110D: three provider tags on the line, the third names datacenter 1',
    async prove(world) {
      const stack = await stackOn(world, LINE_224, "202", DOPEY);
      must(/^D 11\d\d · S 2000 · C 200 · Q 10$/.test(stack), stack);
      return `on line 224: ${stack}; 1104 to 1199 are DC1's datacenter tags`;
    },
  },
  {
    id: "F8.2",
    title: "Over a provider link there is a fourth tag between the routers, and three outside them",
    prove: (world) =>
      overProvider(world, async (frame) => {
        const between = await stackOn(world, LINK_306, "102A", frame);
        must(/^P 7001 · D 12\d\d · S 100 · C \d+ · Q 30$/.test(between), between);
        const outside = await stackOn(world, { namespace: "sw-220", device: "p-1" }, "102A", frame);
        must(/^S 100 · C \d+ · Q 30$/.test(outside), outside);
        return `between the routers ${between}; behind the far one ${outside}`;
      }),
  },
  {
    id: "F8.3",
    title: "The order of hops is as predicted: 212, 220, 124, 116",
    async prove(world) {
      const extension = await extensionOf(world.cedar, "202", 10, "110D");
      const { toResource } = await world.cedar.paths.get.query({ extensionId: extension.id });
      const predicted = toResource.hops.flatMap((hop) => (hop.kind === "switch" ? [hop.code] : []));
      must(predicted.join() === "212,220,124,116", predicted.join(", "));
      const doors = ["sw-212/p-1", "sw-220/p-1", "sw-124/l-31", "sw-116/p-31"].map((at) => {
        const [namespace = "", device = ""] = at.split("/");
        return { namespace, device };
      });
      const packets = await caught(world, doors, DOPEY.payload, () => sendFrom(world, "202", DOPEY));
      const times = packets.map(({ atMicros }) => atMicros);
      must(
        times.every((time, index) => time > 0 && time >= (times[index - 1] ?? 0)),
        `seen at ${times.join(", ")}`,
      );
      return `predicted ${predicted.join(", ")}; captured on its way into each, ${times.map((time) => time - (times[0] ?? 0)).join(", ")} µs after the first`;
    },
  },
  ...(["q", "vpls"] as const).map((kind) => encapsulated("224", kind)),
  ...(["nvgre", "mpls-gre", "vxlan"] as const).map((kind) => encapsulated("306", kind)),
  {
    id: "claim 32",
    title: "A dedicated line carries no IP packet of ours",
    async prove(world) {
      const [wire = []] = await heard(world, [LINE_224], [], () => sendFrom(world, "202", DOPEY, 50), 50);
      const types = new Set(wire.map(({ bytes }) => bytes.readUInt16BE(12).toString(16)));
      must(wire.length >= 50 && !types.has("800") && !types.has("86dd"), [...types].join(", "));
      return `${wire.length} frames on line 224, EtherTypes 0x${[...types].join(", 0x")}`;
    },
  },
];

/** One row for each encapsulation: the link is changed to it while it is in use, and a frame on it is decoded. */
function encapsulated(code: "224" | "306", kind: LinkView["encapsulation"]["kind"]): Row {
  return {
    id: `tag ${kind}`,
    title: `Link ${code} is changed to ${kind} while frames cross; the tenant's octets are the same at both ends`,
    prove: (world) => {
      const ear = code === "224" ? LINE_224 : LINK_306;
      const tell = async (sender: string, receiver: string, frame: WireFrame) => {
        const changed = await changedTo(world, code, kind);
        const stack = await stackOn(world, ear, sender, frame);
        const ends = [sender, receiver].map((namespace) => ({ namespace, device: "eth0" }));
        const [sent, got] = await caught(world, ends, frame.payload, () => sendFrom(world, sender, frame));
        must(sent !== undefined && got !== undefined && sent.bytes.equals(got.bytes), "the octets differ");
        return `${changed}; on the wire ${stack}; ${got.bytes.length} octets equal at ${sender} and ${receiver}`;
      };
      if (code === "224") return tell("202", "110D", DOPEY);
      return overProvider(world, (frame) => tell("102A", "210.4", frame));
    },
  };
}

/** Changes a link's encapsulation, while frames cross it, and waits until both ends hold it. */
export async function changedTo(
  world: ProvingWorld,
  code: string,
  kind: LinkView["encapsulation"]["kind"],
): Promise<string> {
  const before = (await world.operator.links.get.query({ code })).encapsulation;
  if (before.kind === kind) return `${before.name} already`;
  await world.operator.links.changeEncapsulation.mutate({ code, to: kind });
  const { change, encapsulation } = await linkIs(world, code, "changed");
  return `from ${before.name} to ${encapsulation.name}, about ${change?.lostFrames ?? "?"} frames lost`;
}

/** An extension of 102A to 210.4 that must use link 306, for as long as `use` takes. */
export async function overProvider(world: ProvingWorld, use: (frame: WireFrame) => Promise<string>): Promise<string> {
  const vlanId = await declared(world.aspen, "102A", 30);
  const resourceId = await resourceNamed(world.aspen, "210.4");
  const way = { via: ["306"], avoid: ["224", "226"] };
  const placed = await world.aspen.extensions.request.mutate({ vlanId, resourceId, way });
  await world.operator.requests.approve.mutate({ id: placed.request?.id ?? "" });
  const extension = await inState(world.aspen, placed.id, ["configured", "live"]);
  try {
    const answer = await pinged(world, "102A", "172.16.0.49");
    const addresses = { to: "02:21:00:00:00:04", from: "56:89:6f:88:9d:c7" };
    const frame = { ...addresses, vlan: 30, etherType: 0x88b6, payload: "Sleepy" };
    return `${answer}; ${await use(frame)}`;
  } finally {
    await released(world.aspen, extension);
  }
}

/** The tags of a frame at a place, outermost first, as one line. */
export async function stackOn(world: ProvingWorld, ear: Ear, sender: string, frame: WireFrame): Promise<string> {
  const [own] = await caught(world, [ear], frame.payload, () => sendFrom(world, sender, frame));
  return stackText(decodeFrame(own?.bytes.toString("hex") ?? "", ear.device.startsWith("l-") ? "link" : "port").stack);
}

async function arrivedBytes(world: ProvingWorld, resource: string, to: string): Promise<Buffer> {
  const ear = { namespace: resource, device: "eth0" };
  const [own] = await caught(world, [ear], DOPEY.payload, () => sendFrom(world, "202", { ...DOPEY, to }));
  must(own !== undefined, `nothing arrived at ${resource}`);
  return own.bytes;
}

/** Line 224 loses every frame in both directions for as long as `use` takes; its ends stay up, as when a carrier fails. */
async function withLine224Broken<T>(world: ProvingWorld, use: () => Promise<T>): Promise<T> {
  const ends = ["sw-124", "sw-220"];
  const qdisc = (verb: string, namespace: string, ...rest: string[]) =>
    world.lab.run(["tc", "qdisc", verb, "dev", "l-31", "root", ...rest], { namespace });
  await Promise.all(ends.map((namespace) => qdisc("add", namespace, "netem", "loss", "100%")));
  try {
    return await use();
  } finally {
    await Promise.all(ends.map((namespace) => qdisc("del", namespace)));
  }
}
