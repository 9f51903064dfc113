import { count, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { desiredHash } from "@/agent/protocol";
import { agentToken, tokenHash } from "@/server/secret";
import { desiredStateOf } from "@/server/services/map/desired";
import { openTestWorld, type TestWorld } from "@/server/test-world";
import { audit } from "./schema/audit";
import { user } from "./schema/auth";
import { networkSwitch } from "./schema/switch";
import { seedDemoWorld } from "./seed";

const SECRET = "a secret of this test";

let world: TestWorld;

beforeEach(() => {
  world = openTestWorld();
});

afterEach(() => world.close());

function seed() {
  return seedDemoWorld({ db: world.db, secret: SECRET });
}

test("the racks of FIG. 1 and 2 have their series, host tags and ports", async () => {
  await seed();
  const racks = await world.operator.api.racks.list();
  expect(racks.map((rack) => [rack.name, rack.tenant.name, rack.series, rack.hostTag, rack.port, rack.mac])).toEqual([
    ["102A", "Aspen Robotics", "A", 100, { switchCode: "116", number: 1 }, "56:89:6f:88:9d:c7"],
    ["102B", "Birch Analytics", "B", 101, { switchCode: "116", number: 2 }, "04:7a:9e:a1:a3:41"],
    ["202", "Cedar Health", "C", 2000, { switchCode: "212", number: 1 }, "f2:98:19:ab:55:b4"],
    ["102C", "Cedar Health", "D", 102, { switchCode: "116", number: 3 }, "02:10:2c:00:00:01"],
    ["252", "Birch Analytics", "E", 3900, { switchCode: "262", number: 1 }, "02:25:20:00:00:01"],
  ]);
});

test("the first pair of rack 102A is Q-A100, Q-A200 of FIG. 6", async () => {
  await seed();
  const [first] = await world.operator.api.vlans.list();
  expect(first).toMatchObject({ vid: 10, hostTag: 100, customerTag: 200, cidr: "10.20.30.0/24" });
  expect(first?.rack).toMatchObject({ name: "102A", series: "A" });
  expect(first?.overlap).toEqual({ sameVid: 2, sameRange: 2 });
});

test("one request waits for an operator, every other order has its map rows", async () => {
  await seed();
  const extensions = await world.operator.api.extensions.list({});
  const orders = extensions.map(
    ({ rack, vlan, resource, state }) => `${rack.name}/${vlan.vid} ${resource.name} ${state}`,
  );
  expect(orders.sort()).toEqual([
    "102A/10 110A allocated",
    "102A/20 110A.2 allocated",
    "102B/10 110B allocated",
    "102B/20 110C allocated",
    "102C/10 210.2 awaiting_approval",
    "202/10 110D allocated",
    "202/10 210 allocated",
    "252/10 110B.2 allocated",
    "252/10 210.5 allocated",
    "252/10 260 allocated",
  ]);
});

test("cloud 108 has physical 110A, 110B, 110D and virtual 110C on 110B", async () => {
  await seed();
  const [cloud] = await world.operator.api.clouds.list();
  expect(cloud?.code).toBe("108");
  expect(cloud?.systems.map(({ name, kind, parent }) => [name, kind, parent])).toEqual([
    ["110A", "physical", null],
    ["110B", "physical", null],
    ["110C", "virtual", "110B"],
    ["110D", "physical", null],
  ]);
});

test("a second seeding changes nothing and gives the same tokens", async () => {
  const first = await seed();
  const [before] = await world.db.read.select({ rows: count() }).from(audit);
  const second = await seed();
  const [after] = await world.db.read.select({ rows: count() }).from(audit);
  expect(second).toEqual(first);
  expect(after).toEqual(before);
});

test("what people changed since stays changed", async () => {
  await seed();
  const [request] = await world.operator.api.requests.list({ state: "pending" });
  await world.operator.api.requests.reject({ id: request?.id ?? "", reason: "Not this week." });
  await seed();
  expect(await world.operator.api.requests.list({ state: "pending" })).toEqual([]);
});

test("a seeding that was cut off before its end goes on where it was", async () => {
  await seed();
  await world.db.transact((tx) => tx.delete(audit).where(eq(audit.action, "world.seed")));
  await seed();
  expect(await world.operator.api.racks.list()).toHaveLength(5);
  expect(await world.operator.api.extensions.list({})).toHaveLength(10);
  expect(await world.db.read.select().from(user)).toHaveLength(4);
});

test("each switch is known by the token that its agent gets, and its hash is that of its desired state", async () => {
  const { tokens } = await seed();
  const switches = await world.db.read.select().from(networkSwitch);
  expect(Object.keys(tokens).sort()).toEqual(["116", "117", "124", "212", "220", "222", "262"]);
  for (const { id, code, tokenHash: kept } of switches) {
    expect(tokens[code]).toBe(agentToken(SECRET, code));
    expect(kept).toBe(tokenHash(agentToken(SECRET, code)));
    const desired = await desiredStateOf(world.db.read, id);
    expect(desired.hash).toBe(desiredHash(desired));
  }
});

test("the lines of FIG. 2 and the provider links of FIG. 3 give each pair of datacenters three paths", async () => {
  await seed();
  const pseudowires = await world.operator.api.links.pseudowires();
  const paths = pseudowires.map(({ a, b, paths }) => [
    `${a.datacenterCode}-${b.datacenterCode}`,
    ...paths.map(({ linkCodes }) => linkCodes.join("+")),
  ]);
  expect(paths).toEqual([
    ["DC1-DC2", "224", "226+228", "306"],
    ["DC1-DC3", "226", "224+228", "224+308"],
    ["DC2-DC3", "228", "224+226", "308"],
  ]);
});
