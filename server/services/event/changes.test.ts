import { afterEach, beforeEach, expect, test } from "vitest";
import { simulateAgent } from "../agent/simulated-agent";
import type { ServiceContext } from "../context";
import { openTestFabric, type TestFabric } from "../map/test-fabric";
import { streamChanges } from "./changes";
import type { NumberedChange } from "./view";

let fabric: TestFabric;
let leaving: AbortController;

beforeEach(async () => {
  fabric = await openTestFabric();
  leaving = new AbortController();
});

afterEach(() => {
  leaving.abort();
  fabric.close();
});

function listen(ctx: ServiceContext, lastEventId?: string) {
  return streamChanges({ ctx, input: { lastEventId }, signal: leaving.signal });
}

async function take(stream: AsyncGenerator<NumberedChange>, count: number): Promise<NumberedChange[]> {
  const taken: NumberedChange[] = [];
  while (taken.length < count) {
    const next = await stream.next();
    if (next.done) throw new Error(`the stream ended after ${taken.length} of ${count}`);
    taken.push(next.value);
  }
  return taken;
}

const shown = (events: readonly NumberedChange[]) =>
  events.map(({ change }) => `${change.kind} ${change.state ?? ""}`.trim());

test("a member hears of the tenant's own extensions as they move, and of nobody else's", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const birch = await fabric.tenantWith({ site: fabric.dc1 });
  const stream = listen(birch.ctx);
  const first = take(stream, 1);
  const [one = "", two = ""] = fabric.dc1.resources;
  await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: one });
  const own = await birch.api.extensions.request({ vlanId: birch.vlanId, resourceId: two });
  const heard = [...(await first), ...(await take(stream, 1))];
  expect(heard.map(({ change }) => change)).toEqual([
    { kind: "extension", id: own.id, state: "requested" },
    { kind: "extension", id: own.id, state: "allocated" },
  ]);
});

test("who comes back gets what was missed, once, and then goes on", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const agent = simulateAgent(fabric, fabric.dc1);
  const before = listen(aspen.ctx);
  const waiting = take(before, 1);
  const { id } = await aspen.api.extensions.request({
    vlanId: aspen.vlanId,
    resourceId: fabric.dc1.resources[0] ?? "",
  });
  const [requested] = await waiting;
  await before.return(undefined);
  await agent.catchUp();
  await agent.report();
  const after = listen(aspen.ctx, requested?.id);
  expect(shown(await take(after, 2))).toEqual(["extension allocated", "extension configured"]);
  const next = take(after, 1);
  await aspen.api.extensions.release({ id });
  expect(shown(await next)).toEqual(["extension releasing"]);
});

test("a request and its decision are told to its tenant and to operators", async () => {
  const cedar = await fabric.tenantWith({ site: fabric.dc2 });
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const member = listen(cedar.ctx);
  const heard = take(member, 3);
  const asked = await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId: fabric.dc1.resources[0] ?? "" });
  expect(shown(await heard)).toEqual(["extension requested", "extension awaiting_approval", "request"]);
  const operator = listen(fabric.operator.ctx);
  const operatorHeard = take(operator, 4);
  const stranger = take(listen(aspen.ctx), 1);
  await fabric.operator.api.requests.approve({ id: asked.request?.id ?? "" });
  expect(shown(await operatorHeard)).toEqual(["request", "extension allocated", "switch", "switch"]);
  await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: fabric.dc1.resources[1] ?? "" });
  expect(shown(await stranger)).toEqual(["extension requested"]);
});

test("an operator hears of a switch when its picture changes, not each time that it reports", async () => {
  const agent = simulateAgent(fabric, fabric.dc1);
  await agent.catchUp();
  const stream = listen(fabric.operator.ctx);
  const heard = take(stream, 2);
  await agent.report();
  await agent.report();
  agent.count("1/10", "in");
  await agent.report();
  await agent.report({ strays: ["link a-7"] });
  const events = await heard;
  expect(events.map(({ change }) => change)).toEqual([
    { kind: "switch", id: fabric.dc1.switchId },
    { kind: "switch", id: fabric.dc1.switchId },
  ]);
});

test("a stream that is left listens no more", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const stream = listen(aspen.ctx);
  const waiting = stream.next();
  leaving.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
});
