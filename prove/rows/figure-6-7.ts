import type { Api } from "@/run/api";
import { until } from "@/run/until";
import { stackText } from "@/server/domain/tag-stack";
import type { SeenFrameView } from "@/server/services/path/view";
import { extensionOf } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { type Ear, heard, pinged, sendFrom, tagsOf, type WireFrame } from "../wire";

/** FIG. 6 and 7, the group bit of the first origin cleared: a bridge drops frames whose source is a group address. */
const MAC = {
  "102A": "56:89:6f:88:9d:c7",
  "102B": "04:7a:9e:a1:a3:41",
  "110A": "28:08:80:52:17:20",
  "110B": "6e:25:47:1f:9a:97",
  "110C": "8a:02:28:11:2a:01",
} as const;

const EXPERIMENT = 0x88b6;
const EARS = ["110A", "110A.2", "110A.3", "110B", "110B.2", "110C", "110C.2", "110D", "110D.2", "110D.3"];

export const FIGURE_6_AND_7: readonly Row[] = [
  {
    id: "F6.1",
    title: 'Frame 600 "Happy" from 102A to 110A, each field in the inspector',
    async prove(world) {
      const extension = await extensionOf(world.aspen, "102A", 10, "110A");
      const { id } = await world.aspen.paths.send.mutate({ extensionId: extension.id, payload: "Happy" });
      const frame = await arrivedFrame(world.aspen, extension.id, id);
      const names = frame.fields.map((field) => `${field.name} ${field.value}`);
      must(
        names.includes(`Destination MAC ${MAC["110A"]}`) && names.includes(`Source MAC ${MAC["102A"]}`),
        names.join(", "),
      );
      must(names.includes("Text Happy"), names.join(", "));
      return `arrived at ${frame.pointId} with ${stackText(frame.stack)}: ${names.join(", ")}`;
    },
  },
  {
    id: "F6.2",
    title: "102A's tags are of the A series: Q-A100 (host), Q-A200 (customer)",
    async prove({ aspen }) {
      const rack = (await aspen.racks.list.query()).find((one) => one.name === "102A");
      const vlan = (await aspen.vlans.list.query({ rackId: rack?.id })).find((one) => one.vid === 10);
      const text = `Q-${rack?.series}${vlan?.hostTag}, Q-${rack?.series}${vlan?.customerTag}`;
      must(text === "Q-A100, Q-A200", text);
      return text;
    },
  },
  {
    id: "F6.3",
    title: "102A's LAN is 10.20.30.0 to .50",
    async prove({ aspen }) {
      const vlans = await aspen.vlans.list.query({});
      const lan = vlans.find((one) => one.rack.name === "102A" && one.vid === 10);
      must(lan?.cidr === "10.20.30.0/24", `VLAN 10 of 102A has the range ${lan?.cidr}`);
      return `VLAN 10 of 102A, range ${lan.cidr}, which holds 10.20.30.0 to 10.20.30.50`;
    },
  },
  {
    id: "F6.4",
    title: "The reply takes the mirrored path with the same pair",
    async prove(world) {
      const extension = await extensionOf(world.aspen, "102A", 10, "110A");
      const path = await world.aspen.paths.get.query({ extensionId: extension.id });
      const there = path.toResource.legs.map((leg) => stackText(leg.stack));
      const back = path.toRack.legs.map((leg) => stackText(leg.stack));
      must(there.join() === [...back].reverse().join(), `there ${there.join(" > ")}, back ${back.join(" > ")}`);
      return `${await pinged(world, "102A", "10.20.30.40")}; back: ${back.join(" > ")}`;
    },
  },
  {
    id: "F7.1",
    title: 'Frame 700 "Grumpy" from 102B to 110B, delivered there only',
    prove: (world) =>
      onlyTo(world, "110B", { to: MAC["110B"], from: MAC["102B"], vlan: 10, etherType: EXPERIMENT, payload: "Grumpy" }),
  },
  {
    id: "F7.2",
    title: "102A and 102B use the same addresses at once, and neither hears the other",
    async prove(world) {
      const pings = await Promise.all([pinged(world, "102A", "10.20.30.40"), pinged(world, "102B", "10.20.30.40")]);
      const cross = await onlyTo(world, "110A", {
        to: MAC["110A"],
        from: MAC["102A"],
        vlan: 10,
        etherType: EXPERIMENT,
        payload: "Happy",
      });
      return `${pings.join("; ")}; .20 to .50 are 31 shared addresses; ${cross}`;
    },
  },
  {
    id: "F7.3",
    title: 'Frame 750 "Sneezy" to virtual 110C: same host tag, another customer tag, delivered there only',
    async prove(world) {
      const [grumpy, sneezy] = [
        await extensionOf(world.birch, "102B", 10, "110B"),
        await extensionOf(world.birch, "102B", 20, "110C"),
      ];
      must(grumpy.pair.hostTag === sneezy.pair.hostTag, `host tags ${grumpy.pair.hostTag}, ${sneezy.pair.hostTag}`);
      must(grumpy.pair.customerTag !== sneezy.pair.customerTag, `both have customer tag ${grumpy.pair.customerTag}`);
      const frame: WireFrame = {
        to: MAC["110C"],
        from: MAC["102B"],
        vlan: 20,
        etherType: EXPERIMENT,
        payload: "Sneezy",
      };
      const pairs = `pairs ${pairText(grumpy.pair)} and ${pairText(sneezy.pair)}`;
      return `${pairs}; ${await onlyTo(world, "110C", frame)}`;
    },
  },
];

function pairText(pair: { hostTag: number; customerTag: number }): string {
  return `${pair.hostTag}.${pair.customerTag}`;
}

/** The probe as it was seen at the last point of its path. */
function arrivedFrame(api: Api, extensionId: string, probeId: string): Promise<SeenFrameView> {
  return until("the frame to arrive", 10_000, async () => {
    const live = await api.paths.snapshot.query({ extensionId });
    const last = live.probes.find((one) => one.id === probeId && one.arrived)?.seen.at(-1);
    return live.frames.findLast((frame) => frame.pointId === last?.pointId && frame.probeId !== null) ?? null;
  });
}

/** Sends a frame and listens at every resource of cloud 108: exactly one hears it, once, with the client's own tag alone. */
async function onlyTo(world: ProvingWorld, target: string, frame: WireFrame): Promise<string> {
  const sender = frame.from === MAC["102A"] ? "102A" : "102B";
  const ears: Ear[] = [target, ...EARS.filter((name) => name !== target)].map((namespace) => ({
    namespace,
    device: "eth0",
  }));
  const all = await heard(
    world,
    ears,
    ["ether", "src", frame.from, "and", "vlan"],
    () => sendFrom(world, sender, frame),
    1,
  );
  const payload = Buffer.from(frame.payload, "latin1");
  const counts = all.map((packets) => packets.filter((packet) => packet.bytes.includes(payload)).length);
  const [right = 0, ...others] = counts;
  must(
    right === 1 && others.every((count) => count === 0),
    `${ears.map((ear, i) => `${ear.namespace} heard ${counts[i]}`).join(", ")}`,
  );
  const tags = tagsOf(
    all[0]?.find((packet) => packet.bytes.includes(payload)) ?? { atMicros: 0, length: 0, bytes: payload },
  );
  must(tags.join() === `8100:${frame.vlan}`, `it arrived with tags ${tags.join(" ")}`);
  return `"${frame.payload}" arrived at ${target} once with ${tags.join(" ")}, at ${others.length} other resources not at all`;
}
