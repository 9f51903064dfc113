/** A switch that only passes frames on answers probes: 901 over 903 to 902, with real agents and the real program. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readWhole } from "@/agent/kernel-reader";
import { plan } from "@/agent/plan";
import { operationText } from "@/agent/plan-text";
import { type DesiredPort, desiredPort, type Mac, portNumber, probeAddress } from "@/agent/protocol";
import {
  attachment,
  linkEnd,
  pings,
  pseudowire,
  RING_WORLD,
  type Speech,
  type Stage,
  startStage,
  transitOf,
  transitPoint,
  trunk,
} from "./agents-under-test";
import { capture } from "./capture";
import { flood } from "./flood";
import { sendFrames } from "./frames";
import { probeProgram } from "./probe-build";
import { probeRound } from "./probe-round";

/** Tags 3 towards 902 and towards 901. */
const [THERE, BACK] = [1203, 1104];
/** Link ends on 901 that lead to 903, with those of 903 at their other end; and those of 903 and 902 that lead on. */
const LINKS = { line: { near: 32, middle: 31, onward: 32 }, provider: { near: 34, middle: 33, onward: 34 } } as const;

let stage: Stage;
let folder: string;
const portalOf = (code: string) => stage.agent(code).portal;
const point = (code: string, port: number) => probeAddress(Number(code) - 900, portNumber.parse(port));
const withPoint = (code: string, port: DesiredPort) => desiredPort.parse({ ...port, probe: point(code, port.number) });

const CLIENT = "020000000001";
const RESOURCE = "020000000050";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dovetail-transit-"));
  stage = await startStage(RING_WORLD, null, await probeProgram(folder));
  portalOf("901").alter({
    ports: [withPoint("901", desiredPort.parse({ number: 1, kind: "client" }))],
    entries: [attachment(1, 10, "100.200", 11), trunk(5001, "100.200", 11)],
  });
  portalOf("902").alter({
    ports: [withPoint("902", desiredPort.parse({ number: 11, kind: "cloud" }))],
    entries: [attachment(11, 10, "100.200", 71), trunk(5001, "100.200", 71)],
  });
});
afterAll(async () => {
  await stage?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** A link and what is spoken at 903's end of it; at the other end too, unless that is said. */
interface Spoken {
  readonly link: keyof typeof LINKS;
  readonly speech: Speech;
  readonly outer?: Speech;
}

/** The only path leads through 903. */
async function joinThrough(first: Spoken, second: Spoken, isAnswering = true): Promise<void> {
  const outer = ({ speech, outer = speech }: Spoken) => outer;
  const { near, middle: from } = LINKS[first.link];
  const { onward: to } = LINKS[second.link];
  const tags = isAnswering ? [THERE, BACK] : [];
  const held = portalOf("903").desired.transits.map(({ key }) => key);
  const transits = [transitOf(from, to, THERE, tags[1]), transitOf(to, from, BACK, tags[0])];
  const gone = held.filter((key) => !transits.some((one) => one.key === key));
  const links = [await linkEnd(stage, "903", from, first.speech), await linkEnd(stage, "903", to, second.speech)];
  portalOf("903").alter({ links, transits }, { transits: gone });
  await middleIsSettled();
  portalOf("901").alter({
    ports: [withPoint("901", pseudowire(5001, [near, THERE, BACK]))],
    links: [await linkEnd(stage, "901", near, outer(first))],
  });
  portalOf("902").alter({
    ports: [withPoint("902", pseudowire(5001, [to, BACK, THERE]))],
    links: [await linkEnd(stage, "902", to, outer(second))],
  });
  const reports = await Promise.all(["901", "902", "903"].map((code) => portalOf(code).settled()));
  expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
  if (isAnswering) await probesAreAnswered();
}

/** 903 has no entries whose state would tell. */
function middleIsSettled(): Promise<void> {
  const { kernel, portal } = stage.agent("903");
  const left = async () => plan(portal.desired, (await readWhole(kernel)).actual).map(operationText);
  return expect.poll(left, { timeout: 20_000 }).toEqual([]);
}

const fromNear = (to: Mac, octets = 64) => probeRound(portalOf("901"), { entry: "1/10", to, octets });
const fromFar = (to: Mac) => probeRound(portalOf("902"), { entry: "11/10", to });
const ALL_BACK = { sent: 5, arrived: 5, returned: 5 };

/** The probe program is told what its switch has once that is in the kernel. */
function probesAreAnswered(): Promise<void> {
  const answers = () => Promise.all([fromNear(transitPoint(THERE)), fromFar(transitPoint(BACK))]);
  const back = async () => (await answers()).map(({ returned }) => returned);
  return expect.poll(back, { timeout: 20_000 }).toEqual([5, 5]);
}

/** Bare frames of the tenant's VLAN 10; the last octets tell one from another. */
const tenantFrame = (to: string, from: string, mark: string) => `${to}${from}8100000a88b6${mark}`.padEnd(140, "0");

/** What came out at the far machine of the frames with these contents. */
async function arrived(frames: readonly string[]): Promise<string[]> {
  const hearing = await capture(stage.lab.executor("rc"), { device: "eth0", direction: "in" });
  for (const frameHex of frames) await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex });
  await hearing.wait(1, 10_000);
  return (await hearing.stop()).packets.map(({ bytes }) => bytes.toString("hex"));
}

/** Probes to each switch come back, and the tenant's frames are at the far end what they were. */
async function expectAllAnswer(): Promise<void> {
  expect(await fromNear(transitPoint(THERE))).toMatchObject(ALL_BACK);
  expect(await fromNear(transitPoint(THERE), 1_500)).toMatchObject(ALL_BACK);
  expect(await fromFar(transitPoint(BACK))).toMatchObject(ALL_BACK);
  expect(await fromNear(point("902", 5001))).toMatchObject(ALL_BACK);
  expect(await fromNear(point("902", 11))).toMatchObject(ALL_BACK);
  const own = tenantFrame(RESOURCE, CLIENT, "900d");
  expect(await arrived([own])).toEqual([own]);
  expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5);
  expect(portalOf("903").reports.at(-1)?.macs).toEqual([]);
}

describe("a switch that only passes frames on", () => {
  test.each([
    ["line", ["vpls"], "line", ["q"]],
    ["line", ["q"], "provider", ["vxlan"]],
    ["provider", ["vxlan"], "line", ["vpls"]],
    ["provider", ["nvgre"], "provider", ["mpls-gre"]],
    ["provider", ["mpls-gre"], "line", ["vpls"]],
  ] as const)("answers between a %s with %j and a %s with %j, from either side", async (link, one, next, other) => {
    await joinThrough({ link, speech: one }, { link: next, speech: other });
    await expectAllAnswer();
  });

  test.each([
    ["line", ["vpls", "q"], "provider", ["nvgre", "mpls-gre"]],
    ["provider", ["mpls-gre", "vxlan"], "line", ["q", "vpls"]],
  ] as const)(
    "answers while a %s takes in %j and a %s %j, each end sending another",
    async (link, one, next, other) => {
      await joinThrough(
        { link, speech: one, outer: [one[1], one[0]] },
        { link: next, speech: other, outer: [other[1], other[0]] },
      );
      await expectAllAnswer();
    },
  );

  test("answers nobody under the other direction's address, and none of another path", async () => {
    expect(await fromNear(transitPoint(BACK))).toMatchObject({ arrived: 0, returned: 0 });
    expect(await fromNear(transitPoint(1301))).toMatchObject({ arrived: 0, returned: 0 });
  });

  test("is reached by no frame of a tenant with its address, as destination or as source", async () => {
    const asked = await capture(stage.agent("903").kernel, { device: "q-0", direction: "in" });
    const forged = transitPoint(THERE).replaceAll(":", "");
    const bad = [
      [forged, CLIENT],
      [forged, point("901", 1).replaceAll(":", "")],
      [RESOURCE, forged],
      ["ffffffffffff", forged],
    ].map(([to = "", from = ""]) => tenantFrame(to, from, "0bad"));
    const own = tenantFrame(RESOURCE, CLIENT, "900d");
    expect(await arrived([...bad, own])).toEqual([own]);
    expect((await asked.stop()).packets).toEqual([]);
  });
});

/** What is changed takes two to four seconds here for each step. */
const FLOOD_SECONDS = 24;

test("a transit begins to answer, its links are changed and it ends answering: a flood loses no frame", async () => {
  const second = { link: "line", speech: ["vpls"] } as const;
  const through = (speech: Speech, isAnswering = true) => joinThrough({ link: "line", speech }, second, isAnswering);
  await through(["vpls"], false);
  const seen = await flood(stage.lab, "ca", "192.168.0.50", FLOOD_SECONDS, async () => {
    await through(["vpls"]);
    await through(["vpls", "q"]);
    await through(["q", "vpls"]);
    await through(["q"]);
    expect(await fromNear(transitPoint(THERE))).toMatchObject(ALL_BACK);
    await through(["q"], false);
  });
  expect(seen).toEqual({ sent: expect.any(Number), lost: 0, outlasted: true });
  const { stdout } = await stage.agent("903").kernel.run(["tc", "filter", "show", "dev", "l-31", "ingress"]);
  expect(stdout).not.toContain("goto");
});
