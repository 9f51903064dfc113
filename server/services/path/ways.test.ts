import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PathReport, portNumber, type ReportRequest, reportRequest, type SeenFrame } from "@/agent/protocol";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { link } from "@/db/schema/link";
import { networkSwitch } from "@/db/schema/switch";
import { seedFabric } from "@/db/seed/fabric";
import type { FramePath } from "../../domain/frame-path";
import { stackText } from "../../domain/tag-stack";
import { tokenHash } from "../../secret";
import { openTestWorld, type TestWorld } from "../../test-world";
import { loadExtensionPath } from "./get";
import { livePath } from "./live";
import { pathText } from "./text";

let world: TestWorld;
let tenant: Awaited<ReturnType<TestWorld["member"]>>;
let extensionId: string;
let switches: ReadonlyMap<string, string>;

/** The demo world's fabric, and VLAN 10 of a rack at switch 116 extended to 210 in DC2, approved. */
beforeEach(async () => {
  world = openTestWorld();
  await seedFabric(world.system, tokenHash);
  const rows = await world.db.read.select().from(networkSwitch);
  switches = new Map(rows.map(({ code, id }) => [code, id]));
  tenant = await world.member();
  extensionId = await extend({ to: "210" });
});

afterEach(() => world.close());

async function extend({ to, vids = "10" }: { to: string; vids?: string }): Promise<string> {
  const [site] = await tenant.api.datacenters.list();
  const rack = await tenant.api.racks.register({ name: `to ${to}`, datacenterId: site?.id ?? "", kind: "physical" });
  const [vlan] = await tenant.api.vlans.declare({ rackId: rack.id, vids });
  const [target] = await world.db.read.select().from(resource).where(eq(resource.name, to));
  const placed = await tenant.api.extensions.request({ vlanId: vlan?.id ?? "", resourceId: target?.id ?? "" });
  await world.operator.api.requests.approve({ id: placed.request?.id ?? "" });
  return placed.id;
}

const QUIET: ReportRequest = reportRequest.parse({
  ...{ number: 0, hash: "", readBackAgeMs: 0, entries: [], strays: [], counters: [], drops: [], macs: [], frames: [] },
  ...{ framesLeftOut: 0, tasks: [], notes: [] },
});

function report(code: string, said: Partial<ReportRequest>): void {
  world.live.report(switches.get(code) ?? "", { ...QUIET, ...said }, world.clock.now);
}

/** What the edge switches say of the pseudowire that the extension crosses: by rank, from the near end and the far. */
async function pathsReported(states: readonly PathReport["state"][], active: { near: number; far: number }) {
  const { wire } = await loadExtensionPath(tenant.ctx, extensionId);
  if (wire === null) throw new Error("the extension crosses nothing");
  const said = (end: "near" | "far") =>
    wire.ways.map((way, rank) => {
      const tagOut = end === "near" ? way.tagToFar : way.tagToNear;
      const state = states[rank] ?? "up";
      return { port: wire[end].number, tagOut, state, active: active[end] === rank, since: world.clock.now };
    });
  report("124", { paths: said("near") });
  report("220", { paths: said("far") });
}

function stations(path: FramePath): string {
  return path.hops.map((hop) => (hop.kind === "machine" ? hop.role : hop.code)).join(" ");
}

describe("the predicted path of an extension to another datacenter", () => {
  test("goes over trunks and the best line while no agent has said anything else", async () => {
    const { toResource, toRack } = await tenant.api.paths.get({ extensionId });
    expect(stations(toResource)).toBe("rack 116 124 220 212 resource");
    expect(stations(toRack)).toBe("resource 212 220 124 116 rack");
    expect(toResource.legs.map((leg) => leg.id)).toContain("line-224");
    expect(toResource.mtu).toBe(1500);
  });

  test("is counted at machines', trunks' and pseudowires' ports and captured at the line's ends", async () => {
    const points = (await tenant.api.paths.get({ extensionId })).toResource.legs.flatMap((leg) => leg.points);
    expect(points.slice(1).map(({ id, entryKey }) => `${id} by ${entryKey?.split("/")[0]}`)).toEqual([
      "116:31:out by 31",
      "124:1:in by 1",
      "124:31:out by 5001",
      "220:31:in by 5001",
      "220:1:out by 1",
      "212:31:in by 31",
      "212:11:out by 11",
    ]);
  });

  test("has the VLAN id at the resource's end that the tenant chose there", async () => {
    const chosen = { endVid: 20 };
    await world.db.transact((tx) => tx.update(extension).set(chosen).where(eq(extension.id, extensionId)));
    const { toResource } = await tenant.api.paths.get({ extensionId });
    expect(toResource.legs.map((leg) => stackText(leg.stack)).filter((text) => !text.includes("S"))).toEqual([
      "Q 10",
      "Q 20",
    ]);
    expect(toResource.legs.at(-1)?.points[0]?.entryKey).toBe("11/20");
  });
});

describe("when the frames take another way", () => {
  test("the path follows what the near agent reports as active, through the transit switch", async () => {
    await pathsReported(["down", "up", "up"], { near: 1, far: 1 });
    const { toResource } = await tenant.api.paths.get({ extensionId });
    expect(stations(toResource)).toBe("rack 116 124 222 220 212 resource");
    expect(toResource.hops.find((hop) => hop.id === "switch-222")).toMatchObject({
      role: "transit",
      datacenter: "DC3",
    });
    const { way, predicted, differences } = await tenant.api.paths.snapshot({ extensionId });
    expect(way).toBe("Between the datacenters by links 226 and 228, path 2 of 3. Path 1 by link 224 is down.");
    expect(predicted.toResource).toEqual(toResource);
    expect(differences.filter((text) => text.includes("sends back"))).toEqual([]);
  });

  test("the live picture follows, and the transit switch is asked to capture at its link ends", async () => {
    const leaving = new AbortController();
    const pictures = livePath(tenant.ctx, { extensionId }, leaving.signal);
    const before = (await pictures.next()).value;
    expect(before && stations(before.predicted.toResource)).toBe("rack 116 124 220 212 resource");
    world.clock.now += 1_000;
    const next = pictures.next();
    await pathsReported(["down", "up", "up"], { near: 1, far: 1 });
    const after = (await next).value;
    leaving.abort();
    await pictures.next();
    expect(after && stations(after.predicted.toResource)).toBe("rack 116 124 222 220 212 resource");
    expect(world.live.watchedPorts(switches.get("222") ?? "", world.clock.now).ports).toEqual([31, 32]);
  });

  test("over a provider link the path has its network and tag 4", async () => {
    await pathsReported(["down", "down", "up"], { near: 2, far: 2 });
    const { toResource } = await tenant.api.paths.get({ extensionId });
    expect(stations(toResource)).toContain("124 306 220");
    const leg = toResource.legs.find((one) => one.kind === "provider");
    expect(stackText(leg?.stack ?? [])).toMatch(/^P 7001 · D 12\d\d · S \d+ · C \d+ · Q 10$/);
  });

  test("ends that choose apart are said", async () => {
    await pathsReported(["up", "up", "up"], { near: 1, far: 0 });
    const { differences } = await tenant.api.paths.snapshot({ extensionId });
    expect(differences).toContain("Switch 124 sends by links 226 and 228, switch 220 sends back by link 224.");
  });

  test("a way that is down and has no better is said", async () => {
    await pathsReported(["down", "down", "down"], { near: 0, far: 0 });
    const { differences } = await tenant.api.paths.snapshot({ extensionId });
    expect(differences).toContain(
      "Switch 124 hears nothing of the far end by link 224 and has no better path: frames are lost there.",
    );
  });
});

describe("a frame with the pair on a shared link", () => {
  /** As captured at switch 124's end of line 224, behind a label. */
  async function seenBehind(tag: number): Promise<SeenFrame> {
    const { hostTag, customerTag } = (await loadExtensionPath(tenant.ctx, extensionId)).input.pair;
    const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
    const ends = "020000000032020000000031";
    const pair = `88a8${hex(hostTag, 4)}8100${hex(customerTag, 4)}8100000a`;
    const bytes = `${ends}8847${hex(tag * 4096 + 0x140, 8)}${ends}${pair}${"0800".padEnd(60, "0")}`;
    const atMicros = world.clock.now * 1000;
    return { port: portNumber.parse(31), direction: "out", atMicros, length: bytes.length / 2, bytes };
  }

  test("is ours behind our tag 3, and another extension's behind another pseudowire's", async () => {
    const { wire, otherTags } = await loadExtensionPath(tenant.ctx, extensionId);
    const [ours, others] = [wire?.used.tagToFar ?? 0, Math.min(...otherTags)];
    report("124", { frames: [await seenBehind(others), await seenBehind(ours)] });
    const { frames, differences } = await tenant.api.paths.snapshot({ extensionId });
    expect(frames.map(({ stack, legId }) => [legId, stack[0]?.value])).toEqual([["line-224", ours]]);
    expect(differences.filter((text) => text.includes("a frame carried"))).toEqual([]);
  });
});

describe("what a switch on the path cannot hold", () => {
  test("is said by the switch's own words, and other ports' troubles are not", async () => {
    const problem = { object: "link 31", code: "feature_missing" as const, detail: "The kernel has no act_mpls." };
    report("124", { problems: [problem, { ...problem, object: "link 33" }] });
    const { differences } = await tenant.api.paths.snapshot({ extensionId });
    expect(differences.filter((text) => text.includes("act_mpls"))).toEqual([
      "Switch 124, link 31: The kernel has no act_mpls.",
    ]);
  });
});

describe("the path as text", () => {
  test("names trunks, lines, encapsulations, forms and the leg that limits", async () => {
    await world.db.transact((tx) => tx.update(link).set({ mtu: 1520 }).where(eq(link.code, "224")));
    const [view, live] = await Promise.all([
      tenant.api.paths.get({ extensionId }),
      tenant.api.paths.snapshot({ extensionId }),
    ]);
    const text = pathText(view, live);
    expect(text).toContain("MTU 1490 octets");
    expect(text).toContain("Between the datacenters by link 224, path 1 of 3.");
    expect(text).toMatch(
      /line 224: D \d+ · S \d+ · C \d+ · Q 10 by VPLS label, MTU 1520 leaves 1490 octets, THE LEAST/,
    );
    expect(text).toContain("[switch 220]  DC2, in at port 31, out at port 1: pop D");
  });

  test("says what a transit switch and a provider do", async () => {
    await pathsReported(["down", "down", "up"], { near: 2, far: 2 });
    const view = await tenant.api.paths.get({ extensionId });
    const text = pathText(view, await tenant.api.paths.snapshot({ extensionId }));
    expect(text).toContain("(provider of link 306)  routes the packet whole");
  });
});
