import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestWorld, refusalOf, type TestWorld } from "../../test-world";

const DAY_MS = 24 * 3_600_000;

let world: TestWorld;

beforeEach(() => {
  world = openTestWorld();
});

afterEach(() => world.close());

test("a rack gets the lowest host tag, the next letter series and the lowest client port", async () => {
  const { id: datacenterId, switchCode } = await world.datacenter();
  const aspen = await world.member("Aspen");
  const birch = await world.member("Birch");
  const first = await aspen.api.racks.register({
    ...{ name: " 102A ", datacenterId, kind: "physical", mac: "56-89-6F-88-9D-C7" },
    ...{ room: "R2", cabinet: " ", heightUnits: 42 },
  });
  const second = await birch.api.racks.register({ name: "102B", datacenterId, kind: "physical" });
  expect(first).toMatchObject({
    ...{ name: "102A", hostTag: 100, series: "A", port: { switchCode, number: 1 }, mac: "56:89:6f:88:9d:c7" },
    ...{ room: "R2", cabinet: null, heightUnits: 42, tenant: { name: "Aspen" }, vlanCount: 0, extensionCount: 0 },
  });
  expect(second).toMatchObject({ hostTag: 101, series: "B", port: { switchCode, number: 2 }, mac: null });
  expect(await aspen.api.racks.list()).toEqual([first]);
  expect(await world.operator.api.racks.list()).toEqual([first, second]);
});

test("64 parallel registrations give 64 different host tags, ports and series and no error", async () => {
  const { id: datacenterId } = await world.datacenter({ clientPorts: 64 });
  const aspen = await world.member("Aspen");
  const names = Array.from({ length: 64 }, (_, index) => `rack ${index}`);
  const made = await Promise.all(
    names.map((name) => aspen.api.racks.register({ name, datacenterId, kind: "physical" })),
  );
  expect(new Set(made.map(({ hostTag }) => hostTag)).size).toBe(64);
  expect(new Set(made.map(({ port }) => port?.number)).size).toBe(64);
  expect(new Set(made.map(({ series }) => series)).size).toBe(64);
});

test("64 tenants register in parallel and each gets its own", async () => {
  const { id: datacenterId } = await world.datacenter({ clientPorts: 64 });
  const members = await Promise.all(Array.from({ length: 64 }, () => world.member()));
  const made = await Promise.all(
    members.map(({ api }) => api.racks.register({ name: "102A", datacenterId, kind: "physical" })),
  );
  expect(new Set(made.map(({ hostTag }) => hostTag)).size).toBe(64);
});

test("a name is used once a tenant, in whatever case, and a refused registration keeps nothing", async () => {
  const { id: datacenterId } = await world.datacenter();
  const aspen = await world.member("Aspen");
  await aspen.api.racks.register({ name: "Rack", datacenterId, kind: "physical" });
  const refusal = await refusalOf(aspen.api.racks.register({ name: "rack", datacenterId, kind: "physical" }));
  expect(refusal).toMatchObject({ code: "conflict", field: "name" });
  const birch = await world.member("Birch");
  const next = await birch.api.racks.register({ name: "Rack", datacenterId, kind: "physical" });
  expect(next).toMatchObject({ hostTag: 101, series: "B", port: { number: 2 } });
});

test("without a free client port a rack has its tags and waits; the datacenter says so beforehand", async () => {
  const { id: datacenterId, code } = await world.datacenter({ clientPorts: 1 });
  const aspen = await world.member("Aspen");
  await aspen.api.racks.register({ name: "one", datacenterId, kind: "physical" });
  const [listed] = await aspen.api.datacenters.list();
  expect(listed).toMatchObject({ code, freeClientPorts: 0, hostTags: { held: 1, free: 99, quarantined: 0 } });
  const waiting = await aspen.api.racks.register({ name: "two", datacenterId, kind: "physical" });
  expect(waiting).toMatchObject({ hostTag: 101, port: null });
  expect(await aspen.api.vlans.declare({ rackId: waiting.id, vids: "10" })).toMatchObject([
    { hostTag: 101, customerTag: 200 },
  ]);
});

test("a port that becomes free goes to the rack that has waited longest, whosever it is", async () => {
  const { id: datacenterId, switchCode } = await world.datacenter({ clientPorts: 1 });
  const [aspen, birch] = [await world.member("Aspen"), await world.member("Birch")];
  const first = await aspen.api.racks.register({ name: "first", datacenterId, kind: "physical" });
  const longest = await birch.api.racks.register({ name: "longest", datacenterId, kind: "physical" });
  world.clock.now += 1;
  const later = await aspen.api.racks.register({ name: "later", datacenterId, kind: "physical" });
  await aspen.api.racks.release({ id: first.id });
  expect((await birch.api.racks.get({ id: longest.id })).port).toEqual({ switchCode, number: 1 });
  expect((await aspen.api.racks.get({ id: later.id })).port).toBeNull();
});

test("without a free host tag registering is exhausted until a released one has rested", async () => {
  const { id: datacenterId } = await world.datacenter({ hostTags: { first: 7, last: 7 } });
  const aspen = await world.member("Aspen");
  const { id } = await aspen.api.racks.register({ name: "one", datacenterId, kind: "physical" });
  const register = () => aspen.api.racks.register({ name: "two", datacenterId, kind: "physical" });
  expect((await refusalOf(register())).code).toBe("exhausted");
  await aspen.api.racks.release({ id });
  expect((await refusalOf(register())).message).toContain("free from 2031-05-03 10:00 UTC");
  world.clock.now += DAY_MS;
  const again = await register();
  expect(again).toMatchObject({ hostTag: 7, series: "B" });
});

test("customer tags go on where they were when a host tag has a new holder", async () => {
  const { id: datacenterId } = await world.datacenter({ hostTags: { first: 7, last: 7 } });
  const aspen = await world.member("Aspen");
  const rack = await aspen.api.racks.register({ name: "one", datacenterId, kind: "physical" });
  const [made] = await aspen.api.vlans.declare({ rackId: rack.id, vids: "10" });
  await aspen.api.vlans.release({ id: made?.id ?? "" });
  await aspen.api.racks.release({ id: rack.id });
  world.clock.now += DAY_MS;
  const birch = await world.member("Birch");
  const next = await birch.api.racks.register({ name: "two", datacenterId, kind: "physical" });
  const [pair] = await birch.api.vlans.declare({ rackId: next.id, vids: "10" });
  expect(pair).toMatchObject({ hostTag: 7, customerTag: 201 });
});

test("a rack with VLANs stays, and the refusal lists them", async () => {
  const { id: datacenterId } = await world.datacenter();
  const aspen = await world.member("Aspen");
  const rack = await aspen.api.racks.register({ name: "102A", datacenterId, kind: "physical" });
  await aspen.api.vlans.declare({ rackId: rack.id, vids: "10", name: "plant floor" });
  await aspen.api.vlans.declare({ rackId: rack.id, vids: "20" });
  const refusal = await refusalOf(aspen.api.racks.release({ id: rack.id }));
  expect(refusal.code).toBe("conflict");
  expect(refusal.message).toBe(
    "Rack 102A still has VLAN 10 (plant floor) and VLAN 20 (VLAN 20). Release them first, then the rack.",
  );
});

test("a released rack is gone, and its port and name are free at once", async () => {
  const { id: datacenterId } = await world.datacenter({ clientPorts: 1 });
  const aspen = await world.member("Aspen");
  const { id } = await aspen.api.racks.register({ name: "102A", datacenterId, kind: "physical" });
  await aspen.api.racks.release({ id });
  expect((await refusalOf(aspen.api.racks.get({ id }))).code).toBe("not_found");
  const again = await aspen.api.racks.register({ name: "102A", datacenterId, kind: "physical" });
  expect(again).toMatchObject({ hostTag: 101, series: "B", port: { number: 1 } });
});

test("another tenant's rack is told like one that never was", async () => {
  const { id: datacenterId } = await world.datacenter();
  const aspen = await world.member("Aspen");
  const birch = await world.member("Birch");
  const { id } = await aspen.api.racks.register({ name: "102A", datacenterId, kind: "physical" });
  for (const call of [birch.api.racks.get, birch.api.racks.release]) {
    const foreign = await refusalOf(call({ id }));
    const missing = await refusalOf(call({ id: "rack_none" }));
    expect(foreign.code).toBe("not_found");
    expect(foreign).toEqual({ ...missing, message: missing.message.replace("rack_none", id) });
  }
});

test.each([
  [{ name: "" }, "name", "A name is missing"],
  [{ mac: "57:89:6f:88:9d:c7" }, "mac", "Did you mean 56:89:6f:88:9d:c7?"],
  [{ mac: "04:7A:9e:al:a3:41" }, "mac", "Did you mean 04:7a:9e:a1:a3:41?"],
  [{ mac: "09:19:20:07:05" }, "mac", "five octets"],
  [{ heightUnits: 61 }, "heightUnits", "1 to 60 height units"],
  [{ room: "x".repeat(61) }, "room", "at most 60 fit"],
])("%j is refused at its field", async (input, field, reason) => {
  const { id: datacenterId } = await world.datacenter();
  const aspen = await world.member("Aspen");
  const order = { name: "102A", datacenterId, kind: "physical" as const, ...input };
  const refusal = await refusalOf(aspen.api.racks.register(order));
  expect(refusal).toMatchObject({ code: "invalid", field });
  expect(refusal.message).toContain(reason);
  expect(await aspen.api.racks.list()).toEqual([]);
});

test("a datacenter that is not there is not found", async () => {
  const aspen = await world.member("Aspen");
  const refusal = await refusalOf(aspen.api.racks.register({ name: "a", datacenterId: "dc_none", kind: "physical" }));
  expect(refusal.code).toBe("not_found");
});
