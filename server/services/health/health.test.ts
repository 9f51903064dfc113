import { afterEach, beforeEach, expect, test } from "vitest";
import { desiredHash, NOTHING_DESIRED, type NodeHealth, reportRequest } from "@/agent/protocol";
import { openTestWorld, refusalOf, type TestWorld } from "../../test-world";

const GIB = 2 ** 30;
let world: TestWorld;

beforeEach(() => {
  world = openTestWorld();
});
afterEach(() => world.close());

function healthy(more: Partial<NodeHealth> = {}): NodeHealth {
  return {
    at: world.clock.now,
    upSeconds: 3_600,
    cpu: { cores: 2, loadOneMinute: 0.5 },
    memory: { total: 4 * GIB, available: 3 * GIB },
    disk: { path: "/state", total: 100 * GIB, free: 40 * GIB },
    nics: [{ name: "p-1", isUp: true, received: 4_200, sent: 9_800 }],
    resident: 90_000_000,
    ...more,
  };
}

/** What an agent says; each few seconds with its computer's health. */
function say(switchId: string, health?: NodeHealth): void {
  const empty = { entries: [], strays: [], counters: [], drops: [], macs: [], frames: [], tasks: [], notes: [] };
  const base = { number: 0, hash: desiredHash(NOTHING_DESIRED), readBackAgeMs: 0, framesLeftOut: 0 };
  world.live.report(switchId, reportRequest.parse({ ...base, ...empty, health }), world.clock.now);
}

const nodes = () => world.operator.api.health.nodes();

test("the portal tells of its own computer, and each agent of its own", async () => {
  const { switchId, switchCode, code } = await world.datacenter();
  say(switchId, healthy());
  const [portal, agent] = await nodes();
  expect(portal).toMatchObject({ id: "portal", kind: "portal", ageMs: 0 });
  expect(portal?.figures?.memory.available).toBeGreaterThan(0);
  expect(agent).toMatchObject({
    ...{ id: switchCode, kind: "agent", datacenterCode: code, state: "well", ageMs: 0 },
    figures: { cores: 2, loadOneMinute: 0.5, nics: [{ name: "p-1", isUp: true, received: 4_200, sent: 9_800 }] },
  });
});

test("the last figures stay between, with their age, until they are stale", async () => {
  const { switchId } = await world.datacenter();
  say(switchId, healthy());
  world.clock.now += 4_000;
  say(switchId);
  expect((await nodes())[1]).toMatchObject({ state: "well", ageMs: 4_000 });
  world.clock.now += 20_000;
  expect((await nodes())[1]).toMatchObject({ state: "stale", ageMs: 24_000, figures: { resident: 90_000_000 } });
});

test("a computer that is short of something says of what", async () => {
  const { switchId } = await world.datacenter();
  say(switchId, healthy({ disk: { path: "/state", total: 100 * GIB, free: GIB } }));
  expect((await nodes())[1]).toMatchObject({ state: "strained", strains: ["disk"] });
});

test("an agent that never spoke has no figures, not good ones", async () => {
  await world.datacenter();
  expect((await nodes())[1]).toMatchObject({ state: "unheard", ageMs: null, figures: null });
});

test("a tenant sees no computers", async () => {
  const { api } = await world.member();
  expect(await refusalOf(api.health.nodes())).toMatchObject({ code: "forbidden" });
});
