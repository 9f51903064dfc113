import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resource } from "@/db/schema/cloud";
import { openTestWorld, type TestWorld } from "../../test-world";
import { installSwitch } from "../datacenter/install-switch";
import { addResource } from "./add-resource";
import { addCloudSystem } from "./add-system";
import { createCloud } from "./create";

let world: TestWorld;

beforeEach(() => {
  world = openTestWorld();
});

afterEach(() => world.close());

async function cloudWithSystem() {
  const ctx = world.system;
  const { id: datacenterId } = await world.datacenter();
  const ports = [11, 12].map((number) => ({ number, kind: "cloud" as const }));
  await installSwitch({ ctx, input: { datacenterId, code: "116", name: "116", tokenHash: "a".repeat(64), ports } });
  const cloud = await createCloud({ ctx, input: { datacenterId, code: "108", name: "Cloud 108" } });
  const system = await addCloudSystem({ ctx, input: { cloudId: cloud.id, name: "110B", parent: null } });
  return { cloud, system };
}

function resourceAt(cloudSystemId: string, name: string, port: number, mac = "6e:25:47:1f:9a:97") {
  return addResource({ ctx: world.system, input: { cloudSystemId, name, switchCode: "116", port, mac } });
}

test("a virtual system names the physical one that provides it", async () => {
  const { cloud } = await cloudWithSystem();
  const { api } = await world.member();
  await addCloudSystem({ ctx: world.system, input: { cloudId: cloud.id, name: "110C", parent: "110B" } });
  const [listed] = await api.clouds.list();
  expect(listed?.systems.map(({ name, kind, parent }) => [name, kind, parent])).toEqual([
    ["110B", "physical", null],
    ["110C", "virtual", "110B"],
  ]);
  const onVirtual = { cloudId: cloud.id, name: "110X", parent: "110C" };
  await expect(addCloudSystem({ ctx: world.system, input: onVirtual })).rejects.toMatchObject({ code: "not_found" });
});

test("who holds a resource sees it as its own, others as taken and not by whom, an operator by whom", async () => {
  const { system } = await cloudWithSystem();
  const { id } = await resourceAt(system.id, "110B", 11);
  await resourceAt(system.id, "110B.2", 12);
  const aspen = await world.member("Aspen");
  const birch = await world.member("Birch");
  await world.db.transact((tx) => tx.update(resource).set({ reservedFor: aspen.tenantId }).where(eq(resource.id, id)));
  const seenBy = async ({ api }: { api: typeof aspen.api }) => {
    const resources = (await api.clouds.list()).flatMap(({ systems }) => systems.flatMap((one) => one.resources));
    return resources.map(({ name, availability, reservedFor }) => [name, availability, reservedFor]);
  };
  expect(await seenBy(aspen)).toEqual([
    ["110B", "yours", null],
    ["110B.2", "free", null],
  ]);
  expect(await seenBy(birch)).toEqual([
    ["110B", "taken", null],
    ["110B.2", "free", null],
  ]);
  expect(await seenBy(world.operator)).toEqual([
    ["110B", "taken", "Aspen"],
    ["110B.2", "free", null],
  ]);
});

test("a resource has a cloud port of its own and the address of one interface", async () => {
  const { system } = await cloudWithSystem();
  await resourceAt(system.id, "110B", 11);
  await expect(resourceAt(system.id, "other", 11)).rejects.toMatchObject({ code: "conflict" });
  await expect(resourceAt(system.id, "110B", 12)).rejects.toMatchObject({ code: "conflict" });
  await expect(resourceAt(system.id, "other", 13)).rejects.toMatchObject({ code: "not_found" });
  await expect(resourceAt(system.id, "other", 12, "09:19:20:07:05:01")).rejects.toMatchObject({
    code: "invalid",
    field: "mac",
  });
});
