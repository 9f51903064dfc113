import { addressesOf, BIRCHS, exchange, SHARED } from "../conversations";
import { extensionOf, ordered, released } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { caught, pinged, sendFrom, tagsOf, type WireFrame } from "../wire";

/** 102A's LAN as it stands, and 202's, whose resource is in another datacenter. */
const FROM_202: WireFrame = {
  ...{ to: "08:19:20:07:05:01", from: "f2:98:19:ab:55:b4", vlan: 10, etherType: BIRCHS },
  payload: "delivered as it was sent",
};

export const PARAGRAPHS: readonly Row[] = [
  {
    id: "F1.2",
    title: "A rack has its own network configuration, which the portal shows and never alters",
    async prove(world) {
      const rack = (await world.aspen.racks.list.query()).find(({ name }) => name === "102A");
      must(rack !== undefined, "there is no rack 102A");
      const vlans = await world.aspen.vlans.list.query({ rackId: rack.id });
      const lan = vlans.find(({ vid }) => vid === 10);
      const own = await addressesOf(world, "102A");
      must(lan?.cidr === "10.20.30.0/24" && own.includes("10.20.30.30/24"), `${lan?.cidr}; at the rack: ${own}`);
      return `VLAN 10 of 102A is shown with ${lan.cidr}; the rack itself has 10.20.30.30/24 on v10, which it set itself`;
    },
  },
  {
    id: "F3.1",
    title: "On provider links the edge switches are routers 300, 302, 304: in the map, and in the kernel",
    async prove(world) {
      const links = await world.operator.links.list.query();
      const media = links.map(({ code, medium }) => `${code} ${medium}`).sort();
      const wanted = "224 line,226 line,228 line,306 provider,308 provider";
      must(media.join() === wanted, media.join());
      const run = (namespace: string) => world.lab.run(["ip", "-4", "-o", "addr", "show"], { namespace });
      const [a, b, c] = (await Promise.all(["sw-124", "sw-220", "sw-222"].map(run))).map(({ stdout }) =>
        stdout.split("\n").flatMap((line) => /^\d+: (l-\d+).*inet (\S+)/.exec(line)?.slice(1).join(" ") ?? []),
      );
      must(
        [a, b, c].every((one) => (one ?? []).every((text) => /^l-3[34] /.test(text))),
        "a line has an IP address",
      );
      return `${media.join(", ")}; addresses of 124: ${a?.join()}, of 220: ${b?.join()}, of 222: ${c?.join()}`;
    },
  },
  {
    id: "para 16, 52",
    title: "Two clients on 192.168.0.x with a host 192.168.0.50 each: each reaches its own",
    async prove(world) {
      const pings = await Promise.all([pinged(world, "102A", "192.168.0.50"), pinged(world, "102B", "192.168.0.50")]);
      const racks = ["102A", "102B"] as const;
      const said = await exchange(world, racks, ["110A.2", "110C"], SHARED.resource, SHARED.rack);
      return `${pings.join("; ")}; ${said}`;
    },
  },
  {
    id: "para 47",
    title: "Frames as clients send them carry nothing of ours, at the switch's own port too",
    async prove(world) {
      const frame: WireFrame = { ...FROM_202, payload: "nothing of ours yet" };
      const ears = [
        { namespace: "202", device: "eth0" },
        { namespace: "sw-212", device: "p-1" },
      ];
      const [sent, came] = await caught(world, ears, frame.payload, () => sendFrom(world, "202", frame));
      must(sent !== undefined && came !== undefined && sent.bytes.equals(came.bytes), "the cable changed the frame");
      return `at 202 and at port 1 of 212 the same ${came.bytes.length} octets, with the client's own tag ${tagsOf(came).join()} alone`;
    },
  },
  {
    id: "para 50",
    title: "A map is changed without losing a frame of those who are in it",
    async prove(world) {
      const argv = ["ping", "-q", "-c", "300", "-i", "0.02", "-W", "2", "10.20.30.40"];
      const pings = world.lab.run(argv, { namespace: "102A", timeoutMs: 60_000 });
      for (let turn = 0; turn < 2; turn++) {
        await released(world.aspen, await ordered(world, world.aspen, "102A", 47, "110A.3"));
      }
      const { stdout } = await pings;
      must(stdout.includes(" 300 received"), stdout);
      return `two orders and releases at the same port meanwhile: ${stdout.split("\n").find((line) => line.includes("received"))}`;
    },
  },
  {
    id: "para 51, 107",
    title: "A new VLAN, a new frame of the client's and one of the resource's, each at once and without a restart",
    async prove(world) {
      const before = await world.operator.switches.list.query();
      const extension = await ordered(world, world.aspen, "102A", 30, "110A.3");
      try {
        const there = await pinged(world, "102A", "172.16.0.43");
        const back = await pinged(world, "110A.3", "172.16.0.1");
        const silent = before.filter(({ agent }) => agent.state === "silent" || agent.state === "never_joined");
        must(silent.length === 0, silent.map(({ code }) => code).join());
        return `VLAN 30 was ordered while all ran; ${there}; ${back}`;
      } finally {
        await released(world.aspen, extension, true);
      }
    },
  },
  {
    id: "para 57",
    title: "The datacenter tag is apart from the map, and only there where a frame leaves its datacenter",
    async prove(world) {
      const near = await extensionOf(world.aspen, "102A", 10, "110A");
      const far = await extensionOf(world.cedar, "202", 10, "110D");
      const inside = await world.aspen.paths.get.query({ extensionId: near.id });
      const across = await world.cedar.paths.get.query({ extensionId: far.id });
      const kinds = (path: typeof inside) =>
        path.toResource.legs.map(({ stack }) => stack.map(({ kind }) => kind).join());
      const hasThird = (one: string) => /datacenter/.test(one);
      must(!kinds(inside).some(hasThird), kinds(inside).join("; "));
      must(kinds(across).some(hasThird) && !hasThird(kinds(across).at(-1) ?? ""), kinds(across).join("; "));
      return `102A to 110A: ${kinds(inside).join(" | ")}; 202 to 110D: ${kinds(across).join(" | ")}`;
    },
  },
  {
    id: "para 66",
    title: "Each datacenter has ranges of its own, and none can be given twice",
    async prove({ operator }) {
      const homes = await operator.datacenters.list.query();
      const ranges = homes.map(({ code, datacenterTags: { first, last } }) => `${code} ${first} to ${last}`);
      const [first] = homes;
      must(first !== undefined, "there is no datacenter");
      const { hostTags, datacenterTags } = first;
      const twice = { code: "DC-twice", name: "Twice", place: "Nowhere" };
      const range = ({ first: from, last: to }: { first: number; last: number }) => ({ first: from, last: to });
      const refused = await operator.datacenters.create
        .mutate({ ...twice, hostTags: range(hostTags), datacenterTags: range(datacenterTags) })
        .then(() => "it was made")
        .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
      must(refused !== "it was made", refused);
      return `${ranges.join(", ")}; a fourth with the first one's ranges: "${refused}"`;
    },
  },
  {
    id: "para 70",
    title: "Dedicated lines and provider links carry frames in one installation at the same time",
    async prove({ operator }) {
      const links = await operator.links.list.query();
      const silent = links.filter(({ health }) => health !== "up");
      must(silent.length === 0 && links.length >= 5, silent.map(({ code, health }) => `${code} ${health}`).join());
      return links
        .map(({ code, medium, encapsulation, health }) => `${code} ${medium} ${encapsulation} ${health}`)
        .join(", ");
    },
  },
  {
    id: "para 99",
    title: "At delivery our tags are gone, and the client's own is there",
    async prove(world) {
      const ears = [
        { namespace: "sw-116", device: "p-31" },
        { namespace: "110D", device: "eth0" },
      ];
      const [onTrunk, got] = await caught(world, ears, FROM_202.payload, () => sendFrom(world, "202", FROM_202));
      must(onTrunk !== undefined && got !== undefined, "not captured");
      must(tagsOf(got).join() === "8100:10" && tagsOf(onTrunk).length === 3, tagsOf(got).join());
      return `on the trunk to 116 ${tagsOf(onTrunk).join(" ")}, at 110D ${tagsOf(got).join(" ")}`;
    },
  },
  {
    id: "claim 12 clouds",
    title:
      "By the API: a cloud is created, gets a system, a machine is made in it, and a client of it reaches the machine",
    prove: (world) => inNewCloud(world),
  },
];

/** A cloud is not taken away again: the one that an earlier run made serves too. */
const NEW_CLOUD = "C12";

async function inNewCloud(world: ProvingWorld): Promise<string> {
  const cloudId = await newCloud(world);
  const rackId = (await world.aspen.racks.list.query()).find(({ name }) => name === "102A")?.id;
  const vlan = (await world.aspen.vlans.list.query({ rackId })).find(({ vid }) => vid === 10);
  must(vlan !== undefined, "102A has no VLAN 10");
  const machine = await world.aspen.machines.create.mutate({
    ...{ name: "claim 12", cloudId },
    vlans: [{ vlanId: vlan.id, address: "10.20.30.212" }],
  });
  const extension = await ordered(world, world.aspen, "102A", 10, machine.name);
  try {
    return `cloud ${NEW_CLOUD}, ${machine.name} on ${machine.system} at ${machine.port.switchCode}/${machine.port.number}; ${await pinged(world, "102A", "10.20.30.212")}`;
  } finally {
    await released(world.aspen, extension, true);
    await world.aspen.machines.remove.mutate({ id: machine.id });
  }
}

async function newCloud({ operator }: ProvingWorld): Promise<string> {
  const known = (await operator.clouds.list.query()).find(({ code }) => code === NEW_CLOUD);
  if (known !== undefined) return known.id;
  const home = (await operator.datacenters.list.query()).find(({ code }) => code === "DC1");
  must(home !== undefined, "there is no DC1");
  const { id } = await operator.clouds.create.mutate({
    datacenterId: home.id,
    code: NEW_CLOUD,
    name: "Cloud of claim 12",
  });
  await operator.clouds.addSystem.mutate({ cloudId: id, name: "112S", parent: null, machineCapacity: 4 });
  return id;
}
