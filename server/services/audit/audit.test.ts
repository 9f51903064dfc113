import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Queryable } from "@/db/client";
import { audit } from "@/db/schema/audit";
import { openTestWorld, type TestWorld, tagsFrom } from "../../test-world";
import { addResource } from "../cloud/add-resource";
import { addCloudSystem } from "../cloud/add-system";
import { createCloud } from "../cloud/create";
import type { ServiceContext } from "../context";
import { createDatacenter } from "../datacenter/create";
import { installSwitch } from "../datacenter/install-switch";
import { layLink } from "../link/lay-link";
import { registerRack } from "../rack/register";
import { releaseRack } from "../rack/release";
import { addPerson } from "../tenant/add-person";
import { createTenant } from "../tenant/create-tenant";
import { declareVlans } from "../vlan/declare";
import { releaseVlan } from "../vlan/release";

let world: TestWorld;
/** A world in which every verb below can do its work. */
let ids: Awaited<ReturnType<typeof furnish>>;

beforeAll(async () => {
  world = openTestWorld();
  ids = await furnish();
});

afterAll(() => world.close());

async function furnish() {
  const ctx = world.system;
  const here = await world.datacenter({ hostTags: { first: 100, last: 109 } });
  const there = await world.datacenter({ hostTags: { first: 200, last: 209 } });
  const link = [{ number: 31, kind: "link" as const }];
  const ports = [...link, { number: 11, kind: "cloud" as const }];
  for (const [code, datacenterId] of [
    ["a", here.id],
    ["b", there.id],
  ] as const) {
    const input = { datacenterId, code, name: code, tokenHash: code.repeat(64), ports };
    await installSwitch({ ctx, input });
  }
  const cloud = await createCloud({ ctx, input: { datacenterId: here.id, code: "108", name: "Cloud" } });
  const system = await addCloudSystem({ ctx, input: { cloudId: cloud.id, name: "110B", parent: null } });
  const member = await world.member("Aspen");
  const rack = await member.api.racks.register({ name: "102A", datacenterId: here.id, kind: "physical" });
  const empty = await member.api.racks.register({ name: "102B", datacenterId: here.id, kind: "physical" });
  const [vlan] = await member.api.vlans.declare({ rackId: rack.id, vids: "10" });
  return { here, cloud, system, member, rack, empty, vlan: vlan?.id ?? "" };
}

type Run = (ctx: (of: ServiceContext) => ServiceContext) => Promise<unknown>;

const VERBS: readonly (readonly [string, Run])[] = [
  [
    "rack.register",
    (of) =>
      registerRack({ ctx: of(ids.member.ctx), input: { name: "new", datacenterId: ids.here.id, kind: "physical" } }),
  ],
  ["rack.release", (of) => releaseRack({ ctx: of(ids.member.ctx), input: { id: ids.empty.id } })],
  ["vlan.declare", (of) => declareVlans({ ctx: of(ids.member.ctx), input: { rackId: ids.rack.id, vids: "20-25" } })],
  ["vlan.release", (of) => releaseVlan({ ctx: of(ids.member.ctx), input: { id: ids.vlan } })],
  ["tenant.create", (of) => createTenant({ ctx: of(world.system), input: { name: "New", slug: "new" } })],
  [
    "person.add",
    (of) =>
      addPerson({
        ctx: of(world.system),
        input: { name: "Eve", email: "eve@new.example", password: "long enough", tenantId: ids.member.tenantId },
      }),
  ],
  [
    "datacenter.create",
    (of) =>
      createDatacenter({
        ctx: of(world.system),
        input: { code: "N", name: "N", place: "N", datacenterTags: tagsFrom(99), hostTags: { first: 900, last: 999 } },
      }),
  ],
  [
    "switch.install",
    (of) =>
      installSwitch({
        ctx: of(world.system),
        input: {
          datacenterId: ids.here.id,
          code: "n",
          name: "n",
          tokenHash: "e".repeat(64),
          ports: [{ number: 1, kind: "client" }],
        },
      }),
  ],
  [
    "link.lay",
    (of) =>
      layLink({
        ctx: of(world.system),
        input: {
          medium: "line",
          code: "224",
          a: { switchCode: "a", port: 31 },
          b: { switchCode: "b", port: 31 },
          mtu: 9100,
        },
      }),
  ],
  [
    "cloud.create",
    (of) => createCloud({ ctx: of(world.system), input: { datacenterId: ids.here.id, code: "109", name: "New" } }),
  ],
  [
    "cloud_system.add",
    (of) => addCloudSystem({ ctx: of(world.system), input: { cloudId: ids.cloud.id, name: "110C", parent: "110B" } }),
  ],
  [
    "resource.add",
    (of) =>
      addResource({
        ctx: of(world.system),
        input: { cloudSystemId: ids.system.id, name: "110B", switchCode: "a", port: 11, mac: "6e:25:47:1f:9a:97" },
      }),
  ],
];

/** Every row of every table, as text. */
async function everything(read: Queryable): Promise<string> {
  const tables = read.all<{ name: string }>(sql`select name from sqlite_master where type = 'table' order by name`);
  return JSON.stringify(tables.map(({ name }) => [name, read.all(sql`select * from ${sql.identifier(name)}`)]));
}

/** The same context, but something fails in each transaction after the verb's own work is done. */
function failingAfterwards(ctx: ServiceContext): ServiceContext {
  const { db } = ctx;
  const transact: typeof db.transact = (work) =>
    db.transact(async (tx) => {
      await work(tx);
      throw new Error("the lights went out");
    });
  return { ...ctx, db: { ...db, transact } };
}

test.each(VERBS)(
  "%s leaves nothing behind, no audit row either, when its transaction fails at the end",
  async (_, run) => {
    const before = await everything(world.db.read);
    await expect(run(failingAfterwards)).rejects.toThrow("the lights went out");
    expect(await everything(world.db.read)).toBe(before);
  },
);

test.each(VERBS)("%s does nothing at all when its audit row can't be written", async (_, run) => {
  const before = await everything(world.db.read);
  await world.db.transact(async (tx) => {
    tx.run(sql`create trigger full before insert on audit begin select raise(abort, 'no room for audit'); end`);
  });
  await expect(run((ctx) => ctx)).rejects.toThrow();
  await world.db.transact(async (tx) => {
    tx.run(sql`drop trigger full`);
  });
  expect(await everything(world.db.read)).toBe(before);
});

test.each(VERBS)("%s writes who did it, when and in which request", async (action, run) => {
  const known = await world.db.read.select().from(audit).where(eq(audit.action, action));
  await run((ctx) => ctx);
  const rows = await world.db.read.select().from(audit).where(eq(audit.action, action));
  expect(rows.length).toBeGreaterThan(known.length);
  const last = rows.at(-1);
  const byMember = ["rack", "vlan"].includes(action.split(".")[0] ?? "");
  expect(last).toMatchObject({
    at: world.clock.now,
    actorKind: byMember ? "user" : "system",
    actorName: byMember ? "Person of Aspen" : "test",
    requestId: expect.stringContaining("test"),
  });
  expect(JSON.stringify(last)).not.toContain("long enough");
});

test("a member reads the entries of the tenant alone, an operator all, fifty at a time", async () => {
  const birch = await world.member("Birch");
  const own = await ids.member.api.audit.list();
  expect(new Set(own.map(({ tenant }) => tenant))).toEqual(new Set(["Aspen"]));
  expect((await birch.api.audit.list()).map(({ action }) => action)).toEqual(["tenant.create"]);
  await birch.api.racks.register({ name: "many", datacenterId: ids.here.id, kind: "physical" });
  const rackId = (await birch.api.racks.list())[0]?.id ?? "";
  await birch.api.vlans.declare({ rackId, vids: "1-60" });
  const page = await birch.api.audit.list();
  expect(page).toHaveLength(50);
  expect(page[0]).toMatchObject({ action: "vlan.declare", tenant: "Birch", before: null });
  expect(JSON.parse(page[0]?.after ?? "")).toMatchObject({ vid: 60, rack: "many" });
  const next = await birch.api.audit.list({ before: page.at(-1)?.id });
  expect(next).toHaveLength(12);
  expect(next[0]?.id).toBeLessThan(page.at(-1)?.id ?? 0);
  expect((await world.operator.api.audit.list()).map(({ tenant }) => tenant)).toContain("Birch");
});
