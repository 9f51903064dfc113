import { WORLD, type World } from "@/lab/world";
import type { Api } from "@/run/api";
import { until } from "@/run/until";
import { declared, extensionOf, resourceNamed } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { pinged } from "../wire";

export const FIGURE_1_AND_2: readonly Row[] = [
  {
    id: "F1.1",
    title: "Clients 102A, 102B, 102C are in datacenter 104, and a fourth can register itself",
    async prove({ aspen, birch, cedar }) {
      const racks = (await Promise.all([aspen, birch, cedar].map((api) => api.racks.list.query()))).flat();
      const inFirst = racks.filter((rack) => rack.datacenter.code === "DC1").map((rack) => rack.name);
      must(
        ["102A", "102B", "102C"].every((name) => inFirst.includes(name)),
        `DC1 has ${inFirst.join(", ")}`,
      );
      const [datacenter] = await aspen.datacenters.list.query();
      must(datacenter !== undefined, "no datacenter is listed");
      const fourth = await aspen.racks.register.mutate({
        name: "fourth",
        datacenterId: datacenter.id,
        kind: "physical",
      });
      await aspen.racks.release.mutate({ id: fourth.id });
      return `DC1 has ${inFirst.join(", ")}; a fourth was registered with host tag ${fourth.hostTag} and released again`;
    },
  },
  {
    id: "F1.3",
    title: "Cloud 108 has physical 110A, 110B, 110D and virtual 110C on 110B",
    async prove({ aspen }) {
      const cloud = (await aspen.clouds.list.query()).find((one) => one.code === "108");
      const systems = cloud?.systems.map(
        (one) => `${one.name} ${one.kind}${one.parent === null ? "" : ` on ${one.parent}`}`,
      );
      const text = systems?.sort().join(", ") ?? "there is no cloud 108";
      must(text === "110A physical, 110B physical, 110C virtual on 110B, 110D physical", text);
      return text;
    },
  },
  {
    id: "F1.4",
    title: "Direct link 112 joins 102A and 110A without a switch: frames arrive, and no switch is on the path",
    prove: overDirectLink,
  },
  {
    id: "F1.7",
    title:
      "Resources stand inside the client's own network, from racks in all three datacenters (dotted extension 114)",
    async prove(world) {
      const lans = [
        await ownLan(world, world.aspen, "102A"),
        await ownLan(world, world.cedar, "202"),
        await ownLan(world, world.birch, "252"),
      ];
      return lans.join("; ");
    },
  },
  {
    id: "F1.5",
    title: "Switch 116 lists ports 120 (clients) and 122 (cloud) with live counters",
    async prove(world) {
      const count = async () => {
        const { ports } = await world.operator.switches.tagMap.query({ code: "116" });
        return ports.find((port) => port.number === 1)?.framesIn ?? 0;
      };
      const before = await count();
      await pinged(world, "102A", "10.20.30.40");
      const map = await world.operator.switches.tagMap.query({ code: "116" });
      const client = map.ports.filter((port) => port.kind === "client").length;
      const cloud = map.ports.filter((port) => port.kind === "cloud").length;
      const after = await waitForMore(count, before);
      must(client > 0 && cloud > 0, `${client} client ports, ${cloud} cloud ports`);
      return `${client} client ports, ${cloud} cloud ports; port 1 counted ${after - before} frames in during five pings`;
    },
  },
  {
    id: "F1.6",
    title: "Map 118 equals the rules read back from the kernel",
    async prove(world) {
      const map = await world.operator.switches.tagMap.query({ code: "116" });
      must(map.reportedHash === map.desiredHash, `desired ${map.desiredHash}, the agent holds ${map.reportedHash}`);
      const wrong = map.rows.filter((row) => row.kernel !== "present").map((row) => `${row.key} ${row.kernel}`);
      must(wrong.length === 0, wrong.join(", "));
      const pushes = await pairsInKernel(world);
      const missing = map.rows.filter(
        (row) => row.clientVlan !== null && !pushes.has(`${row.hostTag}.${row.customerTag}`),
      );
      must(missing.length === 0, `the kernel pushes no pair for ${missing.map((row) => row.key).join(", ")}`);
      return `${map.rows.length} rows present, checksum ${map.desiredHash.slice(0, 16)} on both sides; tc itself names every pair`;
    },
  },
  {
    id: "F2.1",
    title: "Client 202 reaches systems 210 inside the second datacenter",
    async prove(world) {
      const extension = await extensionOf(world.cedar, "202", 10, "210");
      const path = await world.cedar.paths.get.query({ extensionId: extension.id });
      must(
        path.toResource.legs.every((leg) => leg.kind !== "line"),
        "the path crosses a line",
      );
      return `${await pinged(world, "202", "10.20.30.41")}; the path has no line`;
    },
  },
];

/** Orders over link 112, pings by the machines' second interfaces, and looks whether a switch was touched. */
async function overDirectLink(world: ProvingWorld): Promise<string> {
  const { aspen, operator } = world;
  const desired = async () => (await operator.switches.tagMap.query({ code: "116" })).desiredHash;
  const before = await desired();
  const vlanId = await declared(aspen, "102A", 40);
  const placed = await aspen.extensions.request.mutate({
    vlanId,
    resourceId: await resourceNamed(aspen, "110A by 112"),
  });
  try {
    must(
      placed.state === "configured" && placed.reason !== null,
      `it is ${placed.state}, ${placed.reason ?? "without a reason"}`,
    );
    const { toResource } = await aspen.paths.get.query({ extensionId: placed.id });
    const hops = toResource.hops.map(({ kind }) => kind);
    must(
      hops.every((kind) => kind === "machine"),
      `the path has ${hops.join(", ")}`,
    );
    const answer = await pinged(world, "102A", "10.20.40.2");
    must((await desired()) === before, "the desired state of switch 116 changed");
    return `${answer}, by eth1; the path is ${toResource.legs.map(({ name }) => name).join(", ")}; switch 116 did not change; "${placed.reason}"`;
  } finally {
    await aspen.extensions.release.mutate({ id: placed.id });
    await aspen.vlans.release.mutate({ id: vlanId });
  }
}

/** The LAN of a rack's VLAN 10 as its page draws it, and each member of it found by ARP: a neighbour, not behind a router. */
async function ownLan(world: ProvingWorld, api: Api, rack: string): Promise<string> {
  const rackId = (await api.racks.list.query()).find(({ name }) => name === rack)?.id;
  must(rackId !== undefined, `there is no rack ${rack}`);
  const drawn = (await api.extensions.list.query({ rackId })).filter(
    ({ vlan, state }) => vlan.vid === 10 && (state === "configured" || state === "live"),
  );
  must(drawn.length > 0, `nothing stands in ${rack}'s VLAN 10`);
  const members: string[] = [];
  for (const { resource } of drawn) {
    const { mac, address } = machineOf(resource.name);
    await pinged(world, rack, address);
    const { stdout } = await world.lab.run(["ip", "neigh", "show", address, "dev", "v10"], { namespace: rack });
    must(stdout.includes(mac), `${rack} finds ${address} at ${stdout.trim() || "no address"}, not ${mac}`);
    members.push(`${resource.name} in ${resource.datacenterCode}`);
  }
  return `${rack} has as neighbours ${members.join(", ")}`;
}

/** What the lab gave a machine in VLAN 10. */
function machineOf(name: string): { mac: string; address: string } {
  const world: World = WORLD;
  const machine = world.switches.flatMap(({ ports }) => ports).find((port) => port.machine.name === name)?.machine;
  const own = machine?.addresses.find(({ vlan }) => vlan === 10);
  must(machine !== undefined && own !== undefined, `the lab has no ${name} in VLAN 10`);
  return { mac: own.mac ?? machine.mac, address: own.cidr.replace(/\/.*/, "") };
}

function waitForMore(count: () => Promise<number>, before: number): Promise<number> {
  return until("the port's counter to move", 5_000, async () => {
    const now = await count();
    return now >= before + 5 ? now : null;
  });
}

/** Pairs that switch 116's own kernel pushes at client and cloud ports, read by tc and not by our agent. */
async function pairsInKernel(world: Parameters<Row["prove"]>[0]): Promise<Set<string>> {
  const { ports } = await world.operator.switches.tagMap.query({ code: "116" });
  const lines = ports.map((port) => `filter show dev p-${port.number} ingress`).join("\n");
  const { stdout } = await world.lab.run(["tc", "-force", "-batch", "-"], { namespace: "sw-116", stdin: `${lines}\n` });
  const pairs = stdout.matchAll(/push id (\d+) protocol 802\.1Q[\s\S]*?push id (\d+) protocol 802\.1ad/g);
  return new Set(Array.from(pairs, ([, customer, host]) => `${host}.${customer}`));
}
