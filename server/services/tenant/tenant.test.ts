import { afterEach, beforeEach, expect, test } from "vitest";
import { account, user } from "@/db/schema/auth";
import { openTestWorld, type TestWorld } from "../../test-world";
import { actorOfUser } from "./actor";
import { addPerson } from "./add-person";
import { createTenant } from "./create-tenant";

let world: TestWorld;

beforeEach(() => {
  world = openTestWorld();
});

afterEach(() => world.close());

const EVE = { name: "Eve", email: "eve@new.example", password: "long enough" };

test("a tenant's slug is used once", async () => {
  const input = { name: "New", slug: "new" };
  await createTenant({ ctx: world.system, input });
  await expect(createTenant({ ctx: world.system, input })).rejects.toMatchObject({ code: "conflict", field: "slug" });
});

test("an address has one account, and a refused one leaves nothing", async () => {
  const { tenantId } = await world.member();
  const { id } = await addPerson({ ctx: world.system, input: { ...EVE, tenantId } });
  const again = addPerson({ ctx: world.system, input: { ...EVE, email: "EVE@new.example", tenantId: null } });
  await expect(again).rejects.toMatchObject({ code: "conflict", field: "email" });
  expect(await world.db.read.select().from(user)).toHaveLength(1);
  expect(await actorOfUser(world.db.read, { id, name: "Eve" })).toMatchObject({ tenantId, operator: false });
});

test("a person without a tenant is one of the operator's", async () => {
  const { id } = await addPerson({ ctx: world.system, input: { ...EVE, tenantId: null } });
  expect(await actorOfUser(world.db.read, { id, name: "Eve" })).toMatchObject({ tenantId: null, operator: true });
});

test("of a password only a hash is kept", async () => {
  await addPerson({ ctx: world.system, input: { ...EVE, tenantId: null } });
  const [kept] = await world.db.read.select().from(account);
  expect(kept?.password).toMatch(/^[0-9a-f]+:[0-9a-f]+$/);
});

test.each([
  [{ email: "eve" }, "email"],
  [{ password: "short" }, "password"],
  [{ name: "" }, "name"],
])("%j is refused at its field", async (wrong, field) => {
  const input = { ...EVE, tenantId: null, ...wrong };
  await expect(addPerson({ ctx: world.system, input })).rejects.toMatchObject({ code: "invalid", field });
});

test("members admit nobody", async () => {
  const { ctx } = await world.member();
  await expect(createTenant({ ctx, input: { name: "N", slug: "n" } })).rejects.toMatchObject({ code: "forbidden" });
  await expect(addPerson({ ctx, input: { ...EVE, tenantId: null } })).rejects.toMatchObject({ code: "forbidden" });
});
