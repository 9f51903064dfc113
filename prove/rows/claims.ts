import { addressesOf, BIRCHS, configuration, exchange, nonIp, overlap, SHARED, tagsInside } from "../conversations";
import { ordered, released } from "../order";
import { must, type Row } from "../row";
import { heard, pinged, sendFrom, type WireFrame } from "../wire";

export const CLAIMS: readonly Row[] = [
  {
    id: "claim 1",
    title: "Two clients alike in VLAN, IP and MAC: 10,000 frames each way, none astray, each with two provider tags",
    async prove(world) {
      const out = await exchange(world, ["102A", "102B"], ["110A.2", "110C"], SHARED.resource, SHARED.rack);
      const back = await exchange(world, ["110A.2", "110C"], ["102A", "102B"], SHARED.rack, SHARED.resource);
      return `to the resources: ${out}; to the racks: ${back}; ${await tagsInside(world)}`;
    },
  },
  {
    id: "claim 2",
    title: "Equal VLAN ids, then equal IP ranges, then both",
    async prove(world) {
      const vlanOnly = await overlap(world, { vlans: [41, 41], nets: ["172.31.1", "172.31.2"] });
      const rangeOnly = await overlap(world, { vlans: [42, 43], nets: ["172.31.3", "172.31.3"] });
      const both = await overlap(world, { vlans: [44, 44], nets: ["172.31.4", "172.31.4"] });
      return `VLAN ids equal: ${vlanOnly}. IP ranges equal: ${rangeOnly}. Both equal: ${both}`;
    },
  },
  {
    id: "claim 3",
    title: "The overlap view names overlapping VLANs and ranges, and both work",
    async prove(world) {
      const rows = await world.aspen.overlaps.list.query();
      const lan = rows.find((row) => row.rackName === "102A" && row.vid === 10);
      must(lan !== undefined && lan.sameVid > 0 && lan.sameRange > 0, JSON.stringify(lan ?? "VLAN 10 is not listed"));
      const pings = await Promise.all([pinged(world, "102A", "10.20.30.40"), pinged(world, "102B", "10.20.30.40")]);
      return `VLAN 10 of 102A: ${lan.sameVid} other tenants with the id, ${lan.sameRange} with the range; ${pings.join("; ")}`;
    },
  },
  {
    id: "claim 4",
    title: "A client reaches a new resource by ARP in its own subnet, its configuration unchanged",
    async prove(world) {
      const before = await configuration(world, "102A");
      const extension = await ordered(world, world.aspen, "102A", 30, "110A.3");
      try {
        const line = await pinged(world, "102A", "172.16.0.43");
        const { stdout } = await world.lab.run(["ip", "neigh", "show", "172.16.0.43"], { namespace: "102A" });
        must((await configuration(world, "102A")) === before, "the client's configuration differs");
        return `${line}; ARP: ${stdout.trim()}; links and addresses of 102A as before`;
      } finally {
        await released(world.aspen, extension);
      }
    },
  },
  {
    id: "claim 7",
    title: "The clients of claim 1 are physical racks",
    async prove({ aspen, birch }) {
      const racks = [...(await aspen.racks.list.query()), ...(await birch.racks.list.query())];
      const kinds = racks
        .filter((rack) => ["102A", "102B"].includes(rack.name))
        .map((rack) => `${rack.name} ${rack.kind}`);
      must(kinds.sort().join() === "102A physical,102B physical", kinds.join(", "));
      return kinds.join(", ");
    },
  },
  {
    id: "claim 8",
    title: "A cloud in a second datacenter, coupled at layer 2, serves a client of the first",
    async prove(world) {
      const extension = await ordered(world, world.aspen, "102A", 30, "210.3");
      try {
        const line = await pinged(world, "102A", "172.16.0.48");
        return `${line}; across link ${extension.linkCodes.join(", ")}, approved by the operator`;
      } finally {
        await released(world.aspen, extension);
      }
    },
  },
  {
    id: "claim 9",
    title: "No IP on the switches: frames flow inside a datacenter and over the dedicated line, non-IP ones too",
    async prove(world) {
      const addresses = await Promise.all(["sw-116", "sw-212"].map((namespace) => addressesOf(world, namespace)));
      must(
        addresses.every((text) => text === ""),
        `the switches have addresses: ${addresses.join(" ")}`,
      );
      const near = await nonIp(world, { rack: "102A", vlan: 10, resource: "110A", mac: "28:08:80:52:17:20" });
      const far = await nonIp(world, { rack: "202", vlan: 10, resource: "110D", mac: "08:19:20:07:05:01" });
      return `no address on sw-116 and sw-212; EtherType 0x88b6 unchanged ${near} and ${far}`;
    },
  },
  {
    id: "claim 11",
    title: "A client's own tag, and all under it, is untouched: the octets under our tags are those sent",
    async prove(world) {
      const frame: WireFrame = {
        to: "08:19:20:07:05:01",
        from: "f2:98:19:ab:55:b4",
        vlan: 10,
        etherType: BIRCHS,
        payload: "Dopey",
      };
      const ears = [
        { namespace: "sw-212", device: "p-31" },
        { namespace: "202", device: "eth0" },
      ];
      const [onTrunk = [], sent = []] = await heard(
        world,
        ears,
        ["ether", "src", frame.from],
        () => sendFrom(world, "202", frame),
        1,
      );
      const [wrapped, bare] = [onTrunk[0]?.bytes, sent[0]?.bytes];
      must(wrapped !== undefined && bare !== undefined, `${onTrunk.length} on the trunk, ${sent.length} at the rack`);
      const under = Buffer.concat([wrapped.subarray(0, 12), wrapped.subarray(20)]);
      must(under.equals(bare), `sent ${bare.toString("hex")}, under our tags ${under.toString("hex")}`);
      return `on the trunk ${wrapped.subarray(12, 20).toString("hex")} in front of the ${bare.length - 12} octets ${bare.subarray(12, 24).toString("hex")}...`;
    },
  },
  {
    id: "claim 23",
    title: "Two coupled datacenters, several clients with their own settings, two of them alike and kept apart",
    async prove(world) {
      const extension = await ordered(world, world.birch, "102B", 30, "210.3");
      const other = await ordered(world, world.aspen, "102A", 30, "210.4");
      try {
        const pings = await Promise.all([pinged(world, "102B", "172.16.0.48"), pinged(world, "102A", "172.16.0.49")]);
        const stray = await world.lab.run(["ping", "-q", "-c", "2", "-W", "1", "172.16.0.49"], { namespace: "102B" });
        must(stray.stdout.includes(" 0 received"), `102B reached 102A's resource: ${stray.stdout}`);
        return `${pings.join("; ")}; 102B and 102A are alike (VLAN 30, 172.16.0.1) and 102B gets no answer from 102A's 172.16.0.49`;
      } finally {
        await released(world.birch, extension);
        await released(world.aspen, other);
      }
    },
  },
];
