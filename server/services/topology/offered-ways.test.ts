import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resource } from "@/db/schema/cloud";
import { seedFabric } from "@/db/seed/fabric";
import { tokenHash } from "../../secret";
import { openTestWorld, refusalOf, type TestWorld } from "../../test-world";
import type { OrderInput } from "../extension/schemas";

let world: TestWorld;
let tenant: Awaited<ReturnType<TestWorld["member"]>>;
let vlanId: string;

/** The demo world's fabric, and VLAN 10 of a rack in DC1. */
beforeEach(async () => {
  world = openTestWorld();
  await seedFabric(world.system, tokenHash);
  tenant = await world.member();
  const [site] = await tenant.api.datacenters.list();
  const rack = await tenant.api.racks.register({ name: "own", datacenterId: site?.id ?? "", kind: "physical" });
  const [vlan] = await tenant.api.vlans.declare({ rackId: rack.id, vids: "10" });
  vlanId = vlan?.id ?? "";
});

afterEach(() => world.close());

async function orderTo(name: string, way?: OrderInput["way"]): Promise<OrderInput> {
  const [target] = await world.db.read.select().from(resource).where(eq(resource.name, name));
  return { vlanId, resourceId: target?.id ?? "", way };
}

test("a recap tells each path between the datacenters with its links, cost, latency and room, the taken one first", async () => {
  const { ways } = await tenant.api.extensions.recap(await orderTo("210"));
  expect(ways?.links).toEqual(["224", "226", "228", "306", "308"]);
  expect(ways?.paths.slice(0, 3)).toEqual([
    {
      ...{ linkCodes: ["224"], datacenters: ["DC1", "DC2"], cost: 10, latencyMicros: 9_000 },
      ...{ mtu: 1500, isBest: true },
    },
    {
      ...{ linkCodes: ["226", "228"], datacenters: ["DC1", "DC3", "DC2"], cost: 20, latencyMicros: 13_000 },
      ...{ mtu: 1500, isBest: false },
    },
    {
      ...{ linkCodes: ["306"], datacenters: ["DC1", "DC2"], cost: 25, latencyMicros: 14_000 },
      ...{ mtu: 1500, isBest: false },
    },
  ]);
});

test("with a link asked for, the best path over it is taken, and the others are still told", async () => {
  const before = (await tenant.api.extensions.recap(await orderTo("210"))).ways;
  const { ways, path } = await tenant.api.extensions.recap(await orderTo("210", { via: ["228"] }));
  expect(ways?.paths.find(({ isBest }) => isBest)?.linkCodes).toEqual(["226", "228"]);
  expect(ways?.paths.map(({ linkCodes }) => linkCodes)).toEqual(before?.paths.map(({ linkCodes }) => linkCodes));
  expect(path.legs.filter(({ kind }) => kind === "line").map(({ name }) => name)).toEqual(["line 226", "line 228"]);
});

test("inside a datacenter there is no way to choose", async () => {
  expect((await tenant.api.extensions.recap(await orderTo("110A"))).ways).toBeNull();
});

test("what no path does is said in a sentence", async () => {
  const message = async (way: OrderInput["way"]) =>
    (await refusalOf(tenant.api.extensions.recap(await orderTo("210", way)))).message;
  expect(await message({ avoid: ["224", "226", "306"] })).toContain("No path avoids links 224, 226 and 306.");
  expect(await message({ via: ["226"], avoid: ["228", "308"] })).toContain(
    "No path goes over link 226 and avoids links 228 and 308.",
  );
});

test("a link that is none is named, and gets no way of its own", async () => {
  const order = await orderTo("210", { via: ["224"], avoid: ["999", "elsewhere"] });
  expect(await refusalOf(tenant.api.extensions.request(order))).toMatchObject({
    ...{
      code: "conflict",
      message: "There is no link 999 and no link elsewhere. Choose among the links that lead there.",
    },
  });
});

test("a VLAN that goes there by a way already says by which", async () => {
  await tenant.api.extensions.request(await orderTo("210", { avoid: ["224"] }));
  const refusal = await refusalOf(tenant.api.extensions.recap(await orderTo("210.2", { via: ["306"] })));
  expect(refusal.message).toContain("This VLAN goes to DC2 already, by a path that avoids link 224");
});
