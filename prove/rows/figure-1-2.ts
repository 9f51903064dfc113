import { until } from "@/run/until";
import { extensionOf } from "../order";
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
