import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestWorld, refusalOf, type TestWorld } from "../../test-world";

let world: TestWorld;

beforeEach(() => {
  world = openTestWorld();
});

afterEach(() => world.close());

async function aspenWithRack() {
  const datacenter = await world.datacenter();
  const aspen = await world.member("Aspen");
  const rack = await aspen.api.racks.register({ name: "102A", datacenterId: datacenter.id, kind: "physical" });
  return { aspen, rack, datacenter };
}

test("customer tags begin with 200 and follow the list as typed", async () => {
  const { aspen, rack } = await aspenWithRack();
  const made = await aspen.api.vlans.declare({ rackId: rack.id, vids: "20, 10, untagged, 100-101" });
  expect(made.map(({ vid, hostTag, customerTag }) => [vid, hostTag, customerTag])).toEqual([
    [20, 100, 200],
    [10, 100, 201],
    [null, 100, 202],
    [100, 100, 203],
    [101, 100, 204],
  ]);
  expect(made[0]).toMatchObject({ name: "VLAN 20", segmentId: 100 * 4096 + 200, extensionCount: 0 });
  expect(made[0]?.rack).toEqual({ id: rack.id, name: "102A", series: "A", datacenterCode: rack.datacenter.code });
});

test("64 parallel declarations give 64 different pairs and no error", async () => {
  const { aspen, rack } = await aspenWithRack();
  const orders = Array.from({ length: 64 }, (_, index) =>
    aspen.api.vlans.declare({ rackId: rack.id, vids: `${index + 1}` }),
  );
  const made = (await Promise.all(orders)).flat();
  expect(new Set(made.map(({ segmentId }) => segmentId)).size).toBe(64);
  expect(await aspen.api.vlans.list()).toHaveLength(64);
});

test("64 parallel declarations of one and the same VLAN give one VLAN and 63 conflicts", async () => {
  const { aspen, rack } = await aspenWithRack();
  const orders = Array.from({ length: 64 }, () => aspen.api.vlans.declare({ rackId: rack.id, vids: "10" }));
  const outcomes = await Promise.allSettled(orders);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const [row] = await aspen.api.vlans.list();
  expect(row?.customerTag).toBe(200);
  const [next] = await aspen.api.vlans.declare({ rackId: rack.id, vids: "11" });
  expect(next?.customerTag).toBe(201);
});

test("a preview shows the pairs that a declaration then gives, and holds none of them", async () => {
  const { aspen, rack } = await aspenWithRack();
  await aspen.api.vlans.declare({ rackId: rack.id, vids: "11", name: "cameras" });
  const input = { rackId: rack.id, vids: "10, 12-13" };
  const preview = await aspen.api.vlans.preview(input);
  expect(await aspen.api.vlans.preview(input)).toEqual(preview);
  const made = await aspen.api.vlans.declare(input);
  expect(preview.rows.map(({ vid, customerTag }) => [vid, customerTag])).toEqual(
    made.map(({ vid, customerTag }) => [vid, customerTag]),
  );
});

test("a preview says which VLAN stands in the way and which id is the next free one", async () => {
  const { aspen, rack, datacenter } = await aspenWithRack();
  await aspen.api.vlans.declare({ rackId: rack.id, vids: "10", name: "plant floor" });
  const { rows, problem } = await aspen.api.vlans.preview({ rackId: rack.id, vids: "10,11" });
  expect(problem).toBeNull();
  expect(rows).toEqual([
    {
      vid: 10,
      hostTag: 100,
      customerTag: null,
      conflict: `VLAN 10 of rack 102A (switch ${datacenter.switchCode}, port 1) is declared already, as "plant floor". Choose 12 (the next free one), or release it.`,
    },
    { vid: 11, hostTag: 100, customerTag: 201, conflict: null },
  ]);
});

test("a preview of a half-typed list answers with a sentence instead of rows", async () => {
  const { aspen, rack } = await aspenWithRack();
  expect(await aspen.api.vlans.preview({ rackId: rack.id, vids: "10,105-100" })).toEqual({
    rows: [],
    problem: "The range 105-100 runs backwards. Did you mean 100-105?",
  });
});

test("a list with a VLAN that the rack has already is refused whole", async () => {
  const { aspen, rack } = await aspenWithRack();
  await aspen.api.vlans.declare({ rackId: rack.id, vids: "10,11" });
  const refusal = await refusalOf(aspen.api.vlans.declare({ rackId: rack.id, vids: "9-12" }));
  expect(refusal).toMatchObject({ code: "conflict", field: "vids" });
  expect(refusal.message).toContain("VLAN 10 of rack 102A");
  expect(refusal.message).toContain("Choose 13 (the next free one)");
  expect(refusal.message).toContain("1 more of the list can't be declared either.");
  expect(await aspen.api.vlans.list()).toHaveLength(2);
});

test("untagged is a VLAN like any other, once a rack", async () => {
  const { aspen, rack } = await aspenWithRack();
  await aspen.api.vlans.declare({ rackId: rack.id, vids: "untagged" });
  const refusal = await refusalOf(aspen.api.vlans.declare({ rackId: rack.id, vids: "untagged" }));
  expect(refusal.message).toContain("Untagged frames of rack 102A");
});

test("two tenants declare the same VLAN and the same range, and each learns only how many others do", async () => {
  const { aspen, rack, datacenter } = await aspenWithRack();
  const birch = await world.member("Birch");
  const other = await birch.api.racks.register({ name: "102A", datacenterId: datacenter.id, kind: "physical" });
  await aspen.api.vlans.declare({ rackId: rack.id, vids: "10", cidr: "10.20.30.0/24" });
  const [made] = await birch.api.vlans.declare({ rackId: other.id, vids: "10", cidr: "10.20.0.0/16" });
  expect(made?.overlap).toEqual({ sameVid: 1, sameRange: 1 });
  const [overlap] = await aspen.api.overlaps.list();
  expect(overlap).toMatchObject({ vid: 10, sameVid: 1, sameRange: 1, pair: { hostTag: 100, customerTag: 200 } });
  expect(overlap?.why).toContain("One other tenant uses VLAN 10 too, and the IP range meets that of one other tenant.");
  expect(JSON.stringify(await aspen.api.overlaps.list())).not.toContain("Birch");
});

test("an IP range belongs to one VLAN", async () => {
  const { aspen, rack } = await aspenWithRack();
  const refusal = await refusalOf(aspen.api.vlans.declare({ rackId: rack.id, vids: "10,11", cidr: "10.20.30.0/24" }));
  expect(refusal).toMatchObject({ code: "invalid", field: "cidr" });
});

test.each([
  [{ vids: "0" }, "vids", "0 is no VLAN"],
  [{ vids: "10", cidr: "10.20.30.5/24" }, "cidr", "Did you mean 10.20.30.0/24?"],
  [{ vids: "10", name: "a\u0007" }, "name", "control character"],
])("%j is refused at its field", async (input, field, reason) => {
  const { aspen, rack } = await aspenWithRack();
  const refusal = await refusalOf(aspen.api.vlans.declare({ rackId: rack.id, ...input }));
  expect(refusal).toMatchObject({ code: "invalid", field });
  expect(refusal.message).toContain(reason);
});

test("the rack of another tenant is told like one that never was", async () => {
  const { rack } = await aspenWithRack();
  const birch = await world.member("Birch");
  const foreign = await refusalOf(birch.api.vlans.declare({ rackId: rack.id, vids: "10" }));
  const missing = await refusalOf(birch.api.vlans.declare({ rackId: "rack_none", vids: "10" }));
  expect(foreign.code).toBe("not_found");
  expect(foreign).toEqual({ ...missing, message: missing.message.replace("rack_none", rack.id) });
  expect((await refusalOf(birch.api.vlans.preview({ rackId: rack.id, vids: "10" }))).code).toBe("not_found");
});

test("an operator sees the VLANs of all tenants and declares none", async () => {
  const { aspen, rack } = await aspenWithRack();
  await aspen.api.vlans.declare({ rackId: rack.id, vids: "10" });
  expect(await world.operator.api.vlans.list()).toHaveLength(1);
  const refusal = await refusalOf(world.operator.api.vlans.declare({ rackId: rack.id, vids: "11" }));
  expect(refusal.code).toBe("forbidden");
});
