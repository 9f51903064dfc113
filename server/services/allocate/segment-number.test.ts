import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { networkSwitch } from "@/db/schema/switch";
import { openTestWorld, type TestWorld } from "../../test-world";
import { allocateSegmentNumber, freeSegmentNumber } from "./segment-number";

let world: TestWorld;

beforeEach(() => {
  world = openTestWorld();
});

afterEach(() => world.close());

async function switchAndVlans(count: number) {
  const { id: datacenterId, switchId } = await world.datacenter();
  const { api } = await world.member();
  const rack = await api.racks.register({ name: "r", datacenterId, kind: "physical" });
  const made = await api.vlans.declare({ rackId: rack.id, vids: `1-${count}` });
  return { switchId, ids: made.map(({ id }) => id) };
}

function allocate(switchId: string, vlanId: string) {
  return world.db.transact((tx) => allocateSegmentNumber(tx, switchId, vlanId));
}

function free(switchId: string, vlanId: string) {
  world.clock.now += 1;
  return world.db.transact((tx) => freeSegmentNumber(tx, switchId, vlanId, world.clock.now));
}

test("numbers rise from 1, and a VLAN keeps its own however often it is asked for", async () => {
  const { switchId, ids } = await switchAndVlans(3);
  const [a = "", b = "", c = ""] = ids;
  expect(await allocate(switchId, a)).toBe(1);
  expect(await allocate(switchId, b)).toBe(2);
  expect(await allocate(switchId, a)).toBe(1);
  expect(await allocate(switchId, c)).toBe(3);
});

test("each switch counts for itself", async () => {
  const { switchId, ids } = await switchAndVlans(2);
  const other = await world.datacenter({ hostTags: { first: 500, last: 501 } });
  const [a = "", b = ""] = ids;
  expect(await allocate(switchId, a)).toBe(1);
  expect(await allocate(other.switchId, b)).toBe(1);
});

test("a freed number is handed out again only after all others, and the one freed first before the rest", async () => {
  const { switchId, ids } = await switchAndVlans(5);
  const [a = "", b = "", c = "", d = "", e = ""] = ids;
  await world.db.transact((tx) =>
    tx.update(networkSwitch).set({ nextSegment: 65_502 }).where(eq(networkSwitch.id, switchId)),
  );
  expect(await allocate(switchId, a)).toBe(65_502);
  expect(await allocate(switchId, b)).toBe(65_503);
  await free(switchId, b);
  await free(switchId, a);
  expect(await allocate(switchId, c)).toBe(65_504);
  expect(await allocate(switchId, d)).toBe(65_503);
  expect(await allocate(switchId, a)).toBe(65_502);
  await expect(allocate(switchId, e)).rejects.toMatchObject({ code: "exhausted" });
});

test("freeing what is not held changes nothing", async () => {
  const { switchId, ids } = await switchAndVlans(1);
  await free(switchId, ids[0] ?? "");
  expect(await allocate(switchId, ids[0] ?? "")).toBe(1);
});
