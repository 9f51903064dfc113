import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reportRequest } from "@/agent/protocol";
import { resource } from "@/db/schema/cloud";
import { networkSwitch } from "@/db/schema/switch";
import { seedFabric } from "@/db/seed/fabric";
import { tokenHash } from "../../secret";
import { openTestWorld, type TestWorld } from "../../test-world";
import { desiredStateOf } from "../map/desired";
import { loadExtensionPath } from "../path/get";
import { probedExtension } from "./ends";
import { type TraceHop, traceHops } from "./trace-hops";

let world: TestWorld;
let tenant: Awaited<ReturnType<TestWorld["member"]>>;
let switches: ReadonlyMap<string, string>;

/** The demo world's fabric. */
beforeEach(async () => {
  world = openTestWorld();
  await seedFabric(world.system, tokenHash);
  const rows = await world.db.read.select().from(networkSwitch);
  switches = new Map(rows.map(({ code, id }) => [code, id]));
  tenant = await world.member();
});

afterEach(() => world.close());

/** VLAN 10 of a rack in DC1 extended to 210 in DC2, approved. */
async function extended(order: { way?: { via: string[]; avoid: string[] } } = {}): Promise<string> {
  const [site] = await tenant.api.datacenters.list();
  const rack = await tenant.api.racks.register({ name: "rack", datacenterId: site?.id ?? "", kind: "physical" });
  const [vlan] = await tenant.api.vlans.declare({ rackId: rack.id, vids: "10" });
  const [target] = await world.db.read.select().from(resource).where(eq(resource.name, "210"));
  const placed = await tenant.api.extensions.request({
    vlanId: vlan?.id ?? "",
    resourceId: target?.id ?? "",
    ...order,
  });
  await world.operator.api.requests.approve({ id: placed.request?.id ?? "" });
  return placed.id;
}

async function hopsOf(extensionId: string, limit = 32): Promise<TraceHop[]> {
  const probed = await probedExtension(tenant.ctx, extensionId);
  return traceHops(probed, await loadExtensionPath(tenant.ctx, extensionId), limit);
}

/** Switch 124 says that the extension's frames leave by another path than the best. */
async function leavesBySecond(extensionId: string): Promise<void> {
  const { wire } = await loadExtensionPath(tenant.ctx, extensionId);
  const paths = wire?.ways.map((way, rank) => ({
    ...{
      port: wire.near.number,
      tagOut: way.tagToFar,
      state: rank === 0 ? "down" : "up",
      active: rank === 1,
      since: 1,
    },
  }));
  const quiet = { number: 0, hash: "", readBackAgeMs: 0, framesLeftOut: 0 };
  const none = { entries: [], strays: [], counters: [], drops: [], macs: [], frames: [], tasks: [], notes: [] };
  const said = reportRequest.parse({ ...quiet, ...none, paths });
  world.live.report(switches.get("124") ?? "", said, world.clock.now);
}

/** The probe point that the switches of the fabric have for an address: a port's, or a transit's with its tags. */
async function pointsAt(code: string, address: string): Promise<string[]> {
  const { ports, transits } = await world.db.transact((tx) => desiredStateOf(tx, switches.get(code) ?? ""));
  const own = transits.filter(({ answer }) => answer?.probe === address);
  return [
    ...ports.filter(({ probe }) => probe === address).map(({ number }) => `port ${number}`),
    ...own.map(({ from, to }) => `from ${from} to ${to}`),
  ];
}

async function told(hops: readonly TraceHop[]): Promise<string[]> {
  const points = hops.map(async ({ switchCode, place }) => {
    const point = place.kind === "point" ? (await pointsAt(switchCode, place.address)).join() : place.kind;
    return `${switchCode} at ${place.port}: ${point}`;
  });
  return Promise.all(points);
}

const TO_THE_EDGE = ["116 at 1: origin", "124 at 1: port 1"];
const AT_THE_END = ["212 at 31: port 31", "212 at 11: port 11"];
const THROUGH_222 = "222 at 31: from 31 to 32";

test("over a line straight across every switch is asked at the port by which frames come in", async () => {
  const hops = await told(await hopsOf(await extended()));
  expect(hops).toEqual([...TO_THE_EDGE, expect.stringMatching(/^220 at (50\d\d): port \1$/), ...AT_THE_END]);
});

test("a transit switch is asked at the probe point of the path that was ordered", async () => {
  const hops = await told(await hopsOf(await extended({ way: { via: ["226", "228"], avoid: [] } })));
  expect(hops).toEqual([...TO_THE_EDGE, THROUGH_222, expect.stringContaining("220 at 50"), ...AT_THE_END]);
});

test("a transit switch is asked at the probe point of the path that frames take now, whichever is the best", async () => {
  const extensionId = await extended();
  await leavesBySecond(extensionId);
  const hops = await hopsOf(extensionId);
  expect(await told(hops)).toEqual([...TO_THE_EDGE, THROUGH_222, expect.stringContaining("220 at 50"), ...AT_THE_END]);
  expect(await told(await hopsOf(extensionId, 3))).toEqual([...TO_THE_EDGE, THROUGH_222]);
  expect(hops.map(({ where }) => where)).toEqual([
    ...["from rack", "from switch 116", "from switch 124", "from switch 222", "from switch 220", "to 210"],
  ]);
});
