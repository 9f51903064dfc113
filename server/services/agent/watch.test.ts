import { and, eq, lt } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { portNumber, WATCH_HOLD_MS, watchReply } from "@/agent/protocol";
import { switchChange } from "@/db/schema/switch";
import { desiredStateOf } from "../map/desired";
import { openTestFabric, type TestFabric, tokenOf } from "../map/test-fabric";
import { watchDoor } from "./doors";
import { type SimulatedAgent, simulateAgent } from "./simulated-agent";

let fabric: TestFabric;
let agent: SimulatedAgent;
let aspen: Awaited<ReturnType<TestFabric["tenantWith"]>>;
const token = tokenOf("116");

beforeEach(async () => {
  fabric = await openTestFabric();
  agent = simulateAgent(fabric, fabric.dc1);
  aspen = await fabric.tenantWith({ site: fabric.dc1 });
});

afterEach(() => fabric.close());

/** Asks as the agent does, and waits for the portal's answer. */
async function watch(body: { have: unknown; watching?: number[] }, signal?: AbortSignal) {
  const response = await fabric.callDoor(watchDoor, { watching: [], ...body }, { token, signal });
  expect(response.status).toBe(200);
  return watchReply.parse(await response.json());
}

function have() {
  const { number, hash } = agent.state;
  return { number, hash };
}

function order(index = 0) {
  return aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: fabric.dc1.resources[index] ?? "" });
}

function desired() {
  return fabric.db.transact((tx) => desiredStateOf(tx, fabric.dc1.switchId));
}

test("an agent that has nothing gets the whole state, one that is behind the changes, one that is up to date waits", async () => {
  expect(await agent.catchUp()).toBe("state");
  expect(await agent.catchUp()).toBe("unchanged");
  await order();
  expect(await agent.catchUp()).toBe("changes");
  expect(agent.state).toEqual(await desired());
});

test("a waiting watch is answered by the order that changes its switch, and by nothing before", async () => {
  await agent.catchUp();
  let answered = false;
  const waiting = watch({ have: have() }).then((reply) => {
    answered = true;
    return reply;
  });
  const cedar = await fabric.tenantWith({ site: fabric.dc2 });
  await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId: fabric.dc2.resources[0] ?? "" });
  expect(answered).toBe(false);
  await order();
  expect(agent.follow(await waiting)).toBe("changes");
  expect(agent.state).toEqual(await desired());
});

test("an order that falls between two watches is told at once", async () => {
  await agent.catchUp();
  const before = have();
  await order();
  expect((await watch({ have: before })).desired.kind).toBe("changes");
});

test("a gap, another hash or a number from the future gives the whole state", async () => {
  await agent.catchUp();
  const first = have();
  await order(0);
  await order(1);
  const whole = { kind: "state", state: await desired() };
  expect((await watch({ have: { ...first, hash: "0".repeat(64) } })).desired).toEqual(whole);
  expect((await watch({ have: { ...whole.state, hash: first.hash } })).desired).toEqual(whole);
  expect((await watch({ have: { number: 99, hash: first.hash } })).desired).toEqual(whole);
  expect((await watch({ have: first })).desired.kind).toBe("changes");
  const ofSwitch = eq(switchChange.switchId, fabric.dc1.switchId);
  await fabric.db.transact((tx) => tx.delete(switchChange).where(and(ofSwitch, lt(switchChange.number, 4))));
  expect((await watch({ have: first })).desired).toEqual(whole);
});

test("a port that somebody begins to look at wakes the agent, once", async () => {
  await agent.catchUp();
  const waiting = watch({ have: have() });
  fabric.live.watchFrames(fabric.dc1.switchId, [1, 31], fabric.clock.now + 60_000);
  expect(await waiting).toMatchObject({ desired: { kind: "unchanged" }, frames: { ports: [1, 31], forMs: 60_000 } });
  const leaving = new AbortController();
  let answered = false;
  const idle = watch({ have: have(), watching: [31, 1] }, leaving.signal).then(() => {
    answered = true;
  });
  fabric.live.watchFrames(fabric.dc2.switchId, [1], fabric.clock.now + 30_000);
  await Promise.resolve();
  expect(answered).toBe(false);
  leaving.abort();
  await idle;
});

test("no look ends while a poll is held, for nobody could tell the agent that it was made longer", async () => {
  fabric.live.watchFrames(fabric.dc1.switchId, [1], fabric.clock.now + 5_000);
  const { frames } = await watch({ have: have() });
  expect(frames.ports).toEqual([1]);
  expect(frames.forMs).toBeGreaterThan(WATCH_HOLD_MS);
});

test("a task reaches the agent that waits, and an agent that has gone takes none with it", async () => {
  await agent.catchUp();
  const leaving = new AbortController();
  const gone = watch({ have: have() }, leaving.signal);
  leaving.abort();
  expect((await gone).tasks).toEqual([]);
  const task = { kind: "send" as const, id: "task_1", port: portNumber.parse(1), frame: "00".repeat(60) };
  fabric.live.addTask(fabric.dc1.switchId, task);
  expect((await watch({ have: have() })).tasks).toEqual([task]);
});
