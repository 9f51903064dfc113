import { must, type Row } from "../row";

const PARALLEL = 64;

export const ALLOCATION: readonly Row[] = [
  {
    id: "64 declarations",
    title: "64 parallel declarations give 64 different pairs and no error",
    async prove({ aspen }) {
      const rack = (await aspen.racks.list.query()).find((one) => one.name === "102A");
      must(rack !== undefined, "there is no rack 102A");
      const vids = Array.from({ length: PARALLEL }, (_, index) => 1000 + index);
      const made = await Promise.all(
        vids.map((vid) => aspen.vlans.declare.mutate({ rackId: rack.id, vids: String(vid) })),
      );
      const pairs = made.flat().map((vlan) => `${vlan.hostTag}.${vlan.customerTag}`);
      await Promise.all(made.flat().map((vlan) => aspen.vlans.release.mutate({ id: vlan.id })));
      must(new Set(pairs).size === PARALLEL, `${new Set(pairs).size} different pairs: ${pairs.join(" ")}`);
      return `${pairs.length} declared, ${new Set(pairs).size} different pairs, from ${pairs[0]} on`;
    },
  },
  {
    id: "64 registrations",
    title: "64 parallel registrations give 64 different host tags and no error",
    async prove({ birch }) {
      const [datacenter] = await birch.datacenters.list.query();
      must(datacenter !== undefined, "no datacenter is listed");
      const names = Array.from({ length: PARALLEL }, (_, index) => `parallel ${index}`);
      const made = await Promise.all(
        names.map((name) => birch.racks.register.mutate({ name, datacenterId: datacenter.id, kind: "physical" })),
      );
      const tags = new Set(made.map((rack) => rack.hostTag));
      await Promise.all(made.map((rack) => birch.racks.release.mutate({ id: rack.id })));
      must(tags.size === PARALLEL, `${tags.size} different host tags`);
      return `${made.length} registered, ${tags.size} different host tags, from ${Math.min(...tags)} to ${Math.max(...tags)}`;
    },
  },
];
