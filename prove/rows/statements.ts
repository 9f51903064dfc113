import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { caught, pinged, sendFrom } from "../wire";

/** 202's LAN and that of 102A are alike in VLAN id and range; each has a resource in the other datacenter or its own. */
const FRAME_202 = {
  ...{ to: "08:19:20:07:05:01", from: "f2:98:19:ab:55:b4", vlan: 10, etherType: 0x0800 },
  payload: "\x45\x00\x00\x24addresses as the client wrote them",
};

export const STATEMENTS: readonly Row[] = [
  {
    id: "para 45",
    title: "No address is translated: MAC and IP at the far end are those that were sent",
    async prove(world) {
      const ends = ["202", "110D"].map((namespace) => ({ namespace, device: "eth0" }));
      const send = () => sendFrom(world, "202", FRAME_202);
      const [sent, got] = await caught(world, ends, "addresses as the client", send);
      must(sent !== undefined && got !== undefined && sent.bytes.equals(got.bytes), "the octets differ");
      return `${got.bytes.length} octets, MAC addresses ${got.bytes.subarray(0, 12).toString("hex")} included, equal at 202 (DC2) and 110D (DC1)`;
    },
  },
  {
    id: "para 68",
    title: "A client of the second datacenter uses the first cloud as its own, and the reverse",
    async prove(world) {
      const there = await pinged(world, "202", "10.20.30.40");
      const back = await pinged(world, "252", "10.20.30.54");
      return `${there} (110D in DC1); ${back} (210.5 in DC2)`;
    },
  },
  {
    id: "para 72",
    title: "Adding a tenant's rack and VLANs changes no pair that exists",
    async prove(world) {
      const before = await pairs(world);
      const [home] = await world.birch.datacenters.list.query();
      must(home !== undefined, "no datacenter is listed");
      const rack = await world.birch.racks.register.mutate({
        name: "para 72",
        datacenterId: home.id,
        kind: "physical",
      });
      const made = await world.birch.vlans.declare.mutate({ rackId: rack.id, vids: "10,20,30" });
      const after = await pairs(world);
      for (const { id } of made) await world.birch.vlans.release.mutate({ id });
      await world.birch.racks.release.mutate({ id: rack.id });
      const changed = [...before].filter(([id, pair]) => after.get(id) !== pair);
      must(changed.length === 0 && after.size === before.size + 3, `${changed.length} changed, ${after.size} now`);
      return `${before.size} pairs before and after are the same; three came with host tag ${rack.hostTag}`;
    },
  },
  {
    id: "para 82",
    title: "A long haul adds no hop that a client could see: frames with a time to live of 1 arrive",
    async prove(world) {
      const argv = ["ping", "-q", "-c", "3", "-i", "0.1", "-W", "2", "-t", "1", "10.20.30.40"];
      const { stdout } = await world.lab.run(argv, { namespace: "202" });
      must(stdout.includes("3 received"), stdout);
      return `202 to 110D over 212, 220, 124 and 116 with a time to live of 1: ${stdout.split("\n").find((line) => line.includes("received"))}`;
    },
  },
  {
    id: "para 91",
    title: "Each switch on the way has its own map, with a number of its own, and all agree on the pair",
    async prove({ operator }) {
      const rows = await Promise.all(
        ["212", "220", "124", "116"].map(async (code) => {
          const map = await operator.switches.tagMap.query({ code });
          const own = map.rows.filter((row) => row.hostTag === 2000 && row.customerTag === 200);
          must(own.length === 2 || code === "212", `switch ${code} has ${own.length} rows of 2000.200`);
          must(
            own.every(({ kernel }) => kernel === "present"),
            `switch ${code}: ${own.map(({ kernel }) => kernel).join()}`,
          );
          return `${code} L ${own[0]?.segment}`;
        }),
      );
      return `pair 2000.200: ${rows.join(", ")}`;
    },
  },
  {
    id: "claim 28",
    title: "A client of the second datacenter is extended by a resource of the first",
    prove: async (world) => `${await pinged(world, "202", "10.20.30.40")}; 110D is in DC1`,
  },
  {
    id: "claim 29",
    title: "VLAN ids and IP ranges overlap across the two datacenters, and all of it works at once",
    async prove(world) {
      const pings = await Promise.all(
        ["102A", "102B", "202", "252"].map((rack) =>
          pinged(world, rack, rack === "252" ? "10.20.30.51" : "10.20.30.40"),
        ),
      );
      return `VLAN 10 with 10.20.30.0/24 in four racks of three tenants and three datacenters: ${pings.join("; ")}`;
    },
  },
  {
    id: "claim 30",
    title: "The overlap view counts across the two datacenters",
    async prove({ cedar }) {
      const row = (await cedar.overlaps.list.query()).find((one) => one.rackName === "202" && one.vid === 10);
      must(row !== undefined && row.sameVid > 0 && row.sameRange > 0, JSON.stringify(row ?? "not listed"));
      return `VLAN 10 of 202 (DC2): ${row.sameVid} other tenants with the id, ${row.sameRange} with the range, all of them in other datacenters too`;
    },
  },
];

/** Every pair by its VLAN's id. */
async function pairs({ operator }: ProvingWorld): Promise<ReadonlyMap<string, string>> {
  const vlans = await operator.vlans.list.query({});
  return new Map(vlans.map(({ id, hostTag, customerTag }) => [id, `${hostTag}.${customerTag}`]));
}
