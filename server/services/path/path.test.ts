import { afterEach, beforeEach, expect, test } from "vitest";
import { type Direction, portNumber, type SeenFrame } from "@/agent/protocol";
import { decodeFrame } from "../../domain/decode-frame";
import { stackText } from "../../domain/tag-stack";
import { refusalOf } from "../../test-world";
import { type SimulatedAgent, simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";
import { untilCapturing } from "./capturing";
import { loadExtensionPath } from "./get";
import { livePath } from "./live";
import { pathText } from "./text";

const CAPTURING = { near: [1, 31], far: [11, 31] };
/** Outer Ethernet of the line and label 1204, bottom of stack, TTL 64. */
const OUTER = "02000000003102000000003288470" + "04b4140";

let fabric: TestFabric;
let near: SimulatedAgent;
let far: SimulatedAgent;
let tenant: Awaited<ReturnType<TestFabric["tenantWith"]>>;
let extensionId: string;

/** Rack at switch 116 port 1, VLAN 10, to 208.1 at switch 212 port 11, approved and read back. */
beforeEach(async () => {
  fabric = await openTestFabric();
  near = simulateAgent(fabric, fabric.dc1);
  far = simulateAgent(fabric, fabric.dc2);
  tenant = await fabric.tenantWith({ site: fabric.dc1 });
  const order = { vlanId: tenant.vlanId, resourceId: fabric.dc2.resources[0] ?? "" };
  const placed = await tenant.api.extensions.request(order);
  extensionId = placed.id;
  await fabric.operator.api.requests.approve({ id: placed.request?.id ?? "" });
  await capture();
});

afterEach(() => fabric.close());

async function capture(frames: { near?: SeenFrame[]; far?: SeenFrame[] } = {}) {
  await near.catchUp();
  await far.catchUp();
  await near.report({ capturing: CAPTURING.near, frames: frames.near });
  await far.report({ capturing: CAPTURING.far, frames: frames.far });
}

function seen(port: number, direction: Direction, bytes: string, after: number): SeenFrame {
  const atMicros = fabric.clock.now * 1000 + after;
  return { port: portNumber.parse(port), direction, atMicros, length: bytes.length / 2, bytes };
}

/** The frame with the pair under its addresses, behind the line's label. */
function onTheLine(frame: string, pair = "88a80064810000c8"): string {
  return `${OUTER}${frame.slice(0, 24)}${pair}${frame.slice(24)}`;
}

async function sent(payload: string): Promise<string> {
  await tenant.api.paths.send({ extensionId, payload });
  const [task] = fabric.live.takeTasks(fabric.dc1.switchId);
  expect(task).toMatchObject({ kind: "send", port: 1 });
  return task?.kind === "send" ? task.frame : "";
}

test("the predicted path names devices, stacks and points, and is the same as text", async () => {
  const view = await tenant.api.paths.get({ extensionId });
  expect(view.toResource.legs.map((leg) => `${leg.name}: ${stackText(leg.stack)}`)).toEqual([
    "rack to switch 116 port 1: Q 10",
    "inside switch 116, segment 1: S 100 · C 200 · Q 10",
    "line 224: D 1204 · S 100 · C 200 · Q 10",
    "inside switch 212, segment 1: S 100 · C 200 · Q 10",
    "switch 212 port 11 to 208.1: Q 10",
  ]);
  const text = pathText(view, await tenant.api.paths.snapshot({ extensionId }));
  for (const leg of [...view.toResource.legs, ...view.toRack.legs])
    expect(text).toContain(`${leg.name}: ${stackText(leg.stack)}`);
  expect(text).toContain("Observed as predicted.");
});

test("a sent frame carries the rack's own tag and the payload, and is shown at each hop where it was seen", async () => {
  const frame = await sent("Happy");
  expect(decodeFrame(frame, "port")).toMatchObject({
    summary: 'probe "Happy"',
    stack: [{ kind: "client", value: 10 }],
  });
  await capture({
    near: [seen(1, "in", frame, 0), seen(31, "out", onTheLine(frame), 40)],
    far: [seen(31, "in", onTheLine(frame), 60), seen(11, "out", frame, 90)],
  });
  const { probes, differences } = await tenant.api.paths.snapshot({ extensionId });
  expect(probes).toMatchObject([{ payload: "Happy", arrived: true, error: null }]);
  expect(probes[0]?.seen.map(({ pointId, stackAsPredicted }) => [pointId, stackAsPredicted])).toEqual([
    ["116:1:in", true],
    ["116:31:out", true],
    ["212:31:in", true],
    ["212:11:out", true],
  ]);
  expect(differences).toEqual([]);
});

test("a frame that does not arrive is said to be last seen where it was", async () => {
  const frame = await sent("Dopey");
  await capture({ near: [seen(1, "in", frame, 0), seen(31, "out", onTheLine(frame), 40)] });
  fabric.clock.now += 3_000;
  await capture();
  const { differences } = await tenant.api.paths.snapshot({ extensionId });
  expect(differences).toEqual(['Frame "Dopey" was last seen on line 224 and did not arrive.']);
});

test("frames of other segments on the same ports are not shown", async () => {
  const frame = await sent("Happy");
  const otherVlan = frame.replace("8100000a", "81000014");
  const otherPair = onTheLine(frame, "88a80065810000c8");
  await capture({ near: [seen(1, "in", otherVlan, 0), seen(31, "out", otherPair, 10)] });
  expect((await tenant.api.paths.snapshot({ extensionId })).frames).toEqual([]);
});

test("a frame with the pair behind a foreign label is the loudest thing", async () => {
  const frame = onTheLine(await sent("Happy")).replace("04b4140", "0999140");
  await capture({ far: [seen(31, "in", frame, 0)] });
  const { differences } = await tenant.api.paths.snapshot({ extensionId });
  expect(differences.join()).toContain("On line 224 a frame carried D 2457 · S 100 · C 200 · Q 10, predicted D 1204");
});

test("a silent agent and an entry that is missing are said as such", async () => {
  await near.report({ lost: ["1/10"] });
  expect((await tenant.api.paths.snapshot({ extensionId })).differences).toEqual([
    "Switch 116: map entry 1/10 is missing in the kernel: no rule.",
  ]);
  fabric.clock.now += 10_000;
  await near.report();
  expect((await tenant.api.paths.snapshot({ extensionId })).differences).toEqual([
    "The agent of switch 212 has been silent for 10 s: its figures are old.",
  ]);
});

test("a frame is not sent while nobody could see it, and the switches that do not look are named", async () => {
  await far.report();
  const loaded = await loadExtensionPath(tenant.ctx, extensionId);
  await expect(untilCapturing(tenant.ctx, loaded, 1)).rejects.toThrow(
    "Nothing was sent: switch 212 did not begin to capture within 0.001 s",
  );
});

test("a frame waits for the captures and goes as soon as the last one runs", async () => {
  await far.report();
  const loaded = await loadExtensionPath(tenant.ctx, extensionId);
  const waiting = untilCapturing(tenant.ctx, loaded);
  await far.report({ capturing: CAPTURING.far });
  await waiting;
});

test("nothing is sent through an extension that has ended", async () => {
  await tenant.api.extensions.release({ id: extensionId });
  const refusal = await refusalOf(tenant.api.paths.send({ extensionId, payload: "Happy" }));
  expect(refusal.code).toBe("conflict");
  expect(refusal.message).toContain("This extension is releasing");
});

test("the path of another tenant's extension is as absent as one that never was; an operator sees it", async () => {
  const { api } = await fabric.member("Birch");
  const calls = (id: string) => [
    api.paths.get({ extensionId: id }),
    api.paths.snapshot({ extensionId: id }),
    api.paths.send({ extensionId: id, payload: "x" }),
  ];
  const [foreign, missing] = await Promise.all(
    [extensionId, "ext_never"].map((id) => Promise.all(calls(id).map((call) => refusalOf(call)))),
  );
  expect(foreign?.map(({ code, message }) => [code, message.replace(extensionId, "ID")])).toEqual(
    missing?.map(({ code, message }) => [code, message.replace("ext_never", "ID")]),
  );
  expect(foreign?.map(({ code }) => code)).toEqual(["not_found", "not_found", "not_found"]);
  expect((await fabric.operator.api.paths.get({ extensionId })).extensionId).toBe(extensionId);
});

test("the live picture comes at once, again after a report of a switch on the path, and ends with its listener", async () => {
  const leaving = new AbortController();
  const pictures = livePath(tenant.ctx, { extensionId }, leaving.signal);
  const first = await pictures.next();
  expect(first.value).toMatchObject({ differences: [] });
  const next = pictures.next();
  near.count("1/10", "in", 7);
  await near.report();
  const point = (await next).value?.points.find(({ id }: { id: string }) => id === "116:1:in");
  expect(point?.frames).toBe(7);
  const last = pictures.next();
  leaving.abort();
  expect((await last).done).toBe(true);
});
