import { afterAll, beforeAll, expect, test } from "vitest";
import { extension, extensionTransition } from "@/db/schema/extension";
import { type ExtensionState, mayMove, TRANSITIONS } from "../../domain/extension-state";
import { commit } from "../event/commit";
import { openTestFabric, type TestFabric } from "../map/test-fabric";
import { moveExtension } from "./move";
import { DEFAULT_PROFILE, profileColumns } from "./profile-row";

const STATES = Object.keys(TRANSITIONS).filter((name): name is ExtensionState => name in TRANSITIONS);
const pairs = STATES.flatMap((from) => STATES.map((to) => ({ from, to })));

let fabric: TestFabric;
let tenant: Awaited<ReturnType<TestFabric["tenantWith"]>>;

beforeAll(async () => {
  fabric = await openTestFabric();
  tenant = await fabric.tenantWith({ site: fabric.dc1 });
});

afterAll(() => fabric.close());

/** An extension in any state, as no verb would leave it, undone with its transaction. */
async function moving(from: ExtensionState, to: ExtensionState) {
  class Undo extends Error {}
  const { tenantId, vlanId } = tenant;
  const [resourceId = ""] = fabric.dc1.resources;
  let transitions = 0;
  let moved: unknown;
  const change = commit(fabric.system, async (work) => {
    const row = { id: "ext_x", tenantId, vlanId, resourceId, state: from, createdAt: 1, updatedAt: 1 };
    const [begun] = await work.tx.insert(extension).values(row).returning();
    if (begun === undefined) throw new Error("not inserted");
    moved = await moveExtension(work, begun, to, "why").catch((error) => error);
    transitions = (await work.tx.select().from(extensionTransition)).length;
    throw new Undo();
  });
  await expect(change).rejects.toThrow(Undo);
  return { moved, transitions };
}

test.each(pairs.filter(({ from, to }) => !mayMove(from, to)))("$from never becomes $to", async ({ from, to }) => {
  const { moved, transitions } = await moving(from, to);
  expect(moved).toMatchObject({ code: "conflict" });
  expect(transitions).toBe(0);
});

test.each(pairs.filter(({ from, to }) => mayMove(from, to)))("$from may become $to", async ({ from, to }) => {
  const { moved, transitions } = await moving(from, to);
  expect(moved).toMatchObject({ state: to, reason: "why" });
  expect(transitions).toBe(1);
});

test("an extension that was moved in between is not moved again", async () => {
  const { tenantId, vlanId } = tenant;
  const [resourceId = ""] = fabric.dc1.resources;
  const row = { id: "ext_y", tenantId, vlanId, resourceId, state: "allocated", createdAt: 1, updatedAt: 1 } as const;
  const plain = { pseudowireId: null, endVid: null, reason: null, loopEnd: null, loopUntil: null, loopBy: null };
  const stale = { ...row, ...plain, ...profileColumns(DEFAULT_PROFILE) };
  const change = commit(fabric.system, async (work) => {
    await work.tx.insert(extension).values(row);
    await moveExtension(work, stale, "releasing");
    await moveExtension(work, stale, "configured");
  });
  await expect(change).rejects.toThrow(/changed just now/);
});
