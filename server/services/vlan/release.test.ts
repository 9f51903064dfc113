import { afterEach, beforeEach, expect, test } from "vitest";
import { cloud, cloudSystem, resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { port } from "@/db/schema/switch";
import { openTestWorld, refusalOf, type TestWorld } from "../../test-world";

const DAY_MS = 24 * 3_600_000;

let world: TestWorld;

beforeEach(() => {
  world = openTestWorld();
});

afterEach(() => world.close());

async function aspenWithVlan() {
  const datacenter = await world.datacenter();
  const aspen = await world.member("Aspen");
  const rack = await aspen.api.racks.register({ name: "102A", datacenterId: datacenter.id, kind: "physical" });
  const [made] = await aspen.api.vlans.declare({ rackId: rack.id, vids: "10", name: "plant floor" });
  if (made === undefined) throw new Error("nothing was declared");
  return { aspen, rack, datacenter, made };
}

test("a released VLAN is gone, and its id is free at once under a new pair", async () => {
  const { aspen, rack, made } = await aspenWithVlan();
  expect(await aspen.api.vlans.release({ id: made.id })).toEqual({ id: made.id });
  expect(await aspen.api.vlans.list()).toEqual([]);
  const [again] = await aspen.api.vlans.declare({ rackId: rack.id, vids: "10" });
  expect(again?.customerTag).toBe(201);
});

test("releasing twice is releasing something that is not there", async () => {
  const { aspen, made } = await aspenWithVlan();
  await aspen.api.vlans.release({ id: made.id });
  expect((await refusalOf(aspen.api.vlans.release({ id: made.id }))).code).toBe("not_found");
});

test("another tenant's VLAN is told like one that never was", async () => {
  const { aspen, made } = await aspenWithVlan();
  const birch = await world.member("Birch");
  const foreign = await refusalOf(birch.api.vlans.release({ id: made.id }));
  const missing = await refusalOf(birch.api.vlans.release({ id: "vlan_none" }));
  expect(foreign).toEqual({ ...missing, message: missing.message.replace("vlan_none", made.id) });
  expect(await aspen.api.vlans.list()).toHaveLength(1);
});

test("a VLAN that an extension uses stays, and the refusal names what uses it", async () => {
  const { aspen, datacenter, made } = await aspenWithVlan();
  await extensionOf(made.id, aspen.tenantId, datacenter, "live");
  const refusal = await refusalOf(aspen.api.vlans.release({ id: made.id }));
  expect(refusal).toMatchObject({ code: "conflict" });
  expect(refusal.message).toBe(
    "VLAN 10 (plant floor) is used by the extension to 110A. Release what uses it first, then the VLAN.",
  );
});

test("an extension that has ended keeps no VLAN", async () => {
  const { aspen, datacenter, made } = await aspenWithVlan();
  await extensionOf(made.id, aspen.tenantId, datacenter, "released");
  expect(await aspen.api.vlans.release({ id: made.id })).toEqual({ id: made.id });
});

test("a pair rests for a day before a full host tag gives it again", async () => {
  const { aspen, rack, made } = await aspenWithVlan();
  await aspen.api.vlans.declare({ rackId: rack.id, vids: "1-9,11-4094" });
  await aspen.api.vlans.release({ id: made.id });
  const refusal = await refusalOf(aspen.api.vlans.declare({ rackId: rack.id, vids: "10" }));
  expect(refusal).toMatchObject({ code: "exhausted", field: "vids" });
  expect(refusal.message).toContain("The next one that rests is free from 2031-05-03 10:00 UTC.");
  world.clock.now += DAY_MS - 1;
  expect((await refusalOf(aspen.api.vlans.declare({ rackId: rack.id, vids: "10" }))).code).toBe("exhausted");
  world.clock.now += 1;
  const [again] = await aspen.api.vlans.declare({ rackId: rack.id, vids: "10" });
  expect(again?.customerTag).toBe(made.customerTag);
});

test("a whole host tag has 4094 pairs, and the 4095th VLAN is refused as exhausted", async () => {
  const { aspen, rack } = await aspenWithVlan();
  const made = await aspen.api.vlans.declare({ rackId: rack.id, vids: "1-9,11-4094" });
  const pairs = new Set((await aspen.api.vlans.list()).map(({ customerTag }) => customerTag));
  expect(pairs.size).toBe(4094);
  expect(made.at(-1)?.customerTag).toBe(199);
  const { rows } = await aspen.api.vlans.preview({ rackId: rack.id, vids: "untagged" });
  expect(rows[0]?.conflict).toContain("All 4094 customer tags under host tag 100 are in use or resting");
  const refusal = await refusalOf(aspen.api.vlans.declare({ rackId: rack.id, vids: "untagged" }));
  expect(refusal.code).toBe("exhausted");
});

/** An extension in that state, as rows: how it comes there is no matter of VLANs. */
async function extensionOf(
  vlanId: string,
  tenantId: string,
  datacenter: { id: string; switchId: string },
  state: "live" | "released",
): Promise<void> {
  const at = world.clock.now;
  await world.db.transact(async (tx) => {
    await tx.insert(cloud).values({ id: "c", code: "108", datacenterId: datacenter.id, name: "Cloud 108" });
    await tx.insert(cloudSystem).values({ id: "s", cloudId: "c", name: "110A", kind: "physical" });
    await tx.insert(port).values({ id: "p", switchId: datacenter.switchId, number: 11, kind: "cloud" });
    const mac = "28:08:80:52:17:20";
    await tx.insert(resource).values({ id: "r", cloudSystemId: "s", name: "110A", portId: "p", mac, createdAt: at });
    const stamps = { createdAt: at, updatedAt: at };
    await tx.insert(extension).values({ id: "e", tenantId, vlanId, resourceId: "r", state, ...stamps });
  });
}
