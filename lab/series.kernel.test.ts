import { afterAll, beforeAll, expect, test } from "vitest";
import { desiredPort, type MapEntry, mapEntry, type ReportRequest } from "@/agent/protocol";
import { attachment, pings, type Stage, startStage } from "./agents-under-test";
import { capture } from "./capture";
import { sendFrames } from "./frames";
import { SERIES_WORLD } from "./series-world";

let stage: Stage;
const MAIN = "906";
const FRONT = "907";
const [RESOURCE_TAGGED, RESOURCE_UNTAGGED] = ["192.168.0.50", "198.18.0.50"];

function relay(vlan: number | "untagged", customerTag: number): MapEntry {
  return mapEntry.parse({ kind: "relay", key: `1/${vlan}`, port: 1, clientVlan: vlan, customerTag, uplink: 31 });
}

/** The rack in front has S 100, the one beside it S 101; VLAN 10 has C 200, untagged frames C 201. */
function mainMap(more: object = {}): MapEntry[] {
  const underTag = (vlan: number | "untagged", pair: string, segment: number) =>
    mapEntry.parse({ ...attachment(4, vlan, pair, segment), customerTagged: true, ...more });
  return [
    ...[underTag(10, "100.200", 11), attachment(11, 10, "100.200", 11)],
    ...[underTag("untagged", "100.201", 12), attachment(11, "untagged", "100.201", 12)],
    ...[attachment(1, 10, "101.200", 13), attachment(12, 10, "101.200", 13)],
  ];
}

const portal = (code: string) => stage.agent(code).portal;

async function serve(entries: MapEntry[]): Promise<void> {
  portal(MAIN).change(entries);
  const report = await portal(MAIN).settled();
  expect(report.problems).toEqual([]);
}

beforeAll(async () => {
  stage = await startStage(SERIES_WORLD);
  portal(FRONT).alter({
    ports: [desiredPort.parse({ kind: "trunk", number: 31 })],
    entries: [relay(10, 200), relay("untagged", 201)],
  });
  portal(MAIN).alter({ ports: [desiredPort.parse({ kind: "client", number: 4 })], entries: mainMap() });
  const reports = await Promise.all([portal(FRONT).settled(), portal(MAIN).settled()]);
  expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
});
afterAll(() => stage?.stop());

const BODY = `88b5${"cd".repeat(60)}`;
const OWN = "8100a00a";
const TO_RESOURCE = "020000000050020000000001";
const framesOf = async (seen: Awaited<ReturnType<typeof capture>>) =>
  (await seen.stop()).packets.map(({ bytes }) => bytes.toString("hex")).filter((hex) => hex.includes(BODY));

test("tagged and untagged frames reach the resource and its answers come back, at full size", async () => {
  expect(await pings(stage.lab, "front", RESOURCE_TAGGED, 1472)).toBe(5);
  expect(await pings(stage.lab, "front", RESOURCE_UNTAGGED, 1472)).toBe(5);
  expect(await pings(stage.lab, "direct", RESOURCE_TAGGED, 1472)).toBe(5);
});

test("C alone is between the two switches, S and C inside the second; the resource gets what the rack sent, as in the other mode", async () => {
  const at = (namespace: string, device: string, direction: "in" | "out") =>
    capture(stage.lab.executor(namespace), { device, direction });
  const between = await capture(stage.agent(FRONT).kernel, { device: "p-31", direction: "out" });
  const inside = await capture(stage.agent(MAIN).kernel, { device: "a-11", direction: "in" });
  const ofFront = await at("of-front", "eth0", "in");
  const ofDirect = await at("of-direct", "eth0", "in");
  for (const rack of ["front", "direct"]) {
    await sendFrames(stage.lab.executor(rack), { device: "eth0", frameHex: `${TO_RESOURCE}${OWN}${BODY}` });
  }
  await expect.poll(() => ofDirect.packets.some(({ bytes }) => bytes.toString("hex").includes(BODY))).toBe(true);
  await expect.poll(() => ofFront.packets.some(({ bytes }) => bytes.toString("hex").includes(BODY))).toBe(true);
  expect(await framesOf(between)).toEqual([`${TO_RESOURCE}810000c8${OWN}${BODY}`]);
  expect(await framesOf(inside)).toEqual([`${TO_RESOURCE}88a8000b88a80064810000c8${OWN}${BODY}`]);
  const own = [`${TO_RESOURCE}${OWN}${BODY}`];
  expect([await framesOf(ofFront), await framesOf(ofDirect)]).toEqual([own, own]);
});

/** A report that rests on a reading begun after this call. */
function readAfterNow(code: string): Promise<ReportRequest> {
  const now = Date.now();
  return portal(code).reported(({ readBackAgeMs }) => readBackAgeMs < Date.now() - now);
}

function counted(report: ReportRequest, key: string, direction: "in" | "out") {
  return report.counters.find((one) => one.key === key && one.direction === direction) ?? { frames: 0, bytes: 0 };
}

test("both switches count frames and octets as they are on the wire", async () => {
  const quiet = (state: string) =>
    Promise.all(
      ["front", "of-front"].map((name) => stage.lab.executor(name).run(["ip", "link", "set", "v10", "arp", state])),
    );
  await quiet("off");
  const before = await Promise.all([readAfterNow(FRONT), readAfterNow(MAIN)]);
  await sendFrames(stage.lab.executor("front"), {
    device: "eth0",
    frameHex: `${TO_RESOURCE}${OWN}${BODY}`,
    count: 10,
  });
  const answer = `020000000001020000000050${OWN}${BODY}`;
  await sendFrames(stage.lab.executor("of-front"), { device: "eth0", frameHex: answer, count: 10 });
  const after = await Promise.all([readAfterNow(FRONT), readAfterNow(MAIN)]);
  await quiet("on");
  const grown = (index: 0 | 1, key: string, direction: "in" | "out") => {
    const [now, then] = [counted(after[index], key, direction), counted(before[index], key, direction)];
    return [now.frames - then.frames, now.bytes - then.bytes];
  };
  const octets = (OWN.length + BODY.length) / 2 + 12;
  expect(grown(0, "1/10", "in")).toEqual([10, 10 * octets]);
  expect(grown(0, "1/10", "out")).toEqual([10, 10 * octets]);
  expect(grown(1, "4/10", "in")).toEqual([10, 10 * (octets + 4)]);
  expect(grown(1, "4/10", "out")).toEqual([10, 10 * (octets + 4)]);
});

test("what no relay and no attachment names dies where it comes in, and is counted", async () => {
  const heard = await capture(stage.lab.executor("of-front"), { device: "eth0", direction: "in" });
  const drops = (report: ReportRequest, port: number) => report.drops.find((one) => one.port === port)?.frames ?? 0;
  const before = [drops(await readAfterNow(FRONT), 1), drops(await readAfterNow(MAIN), 4)];
  // An undeclared VLAN at the rack; on the cable a foreign customer tag, an own one with another VLAN, and none at all.
  await sendFrames(stage.lab.executor("front"), { device: "eth0", frameHex: `${TO_RESOURCE}8100001e${BODY}` });
  for (const tags of ["810000ca8100000a", "810000c88100000b", "8100000a", ""]) {
    await sendFrames(stage.agent(FRONT).kernel, { device: "p-31", frameHex: `${TO_RESOURCE}${tags}${BODY}` });
  }
  const after = [drops(await readAfterNow(FRONT), 1), drops(await readAfterNow(MAIN), 4)];
  expect([(after[0] ?? 0) - (before[0] ?? 0), (after[1] ?? 0) - (before[1] ?? 0)]).toEqual([1, 4]);
  expect(await framesOf(heard)).toEqual([]);
});

test("profile and rules hold at the second switch, on frames as the client sends them", async () => {
  const profile = { bandwidth: 1_000_000_000, flood: null, macs: null, macQuota: null, carried: [] };
  const rules = [{ id: "no-such", match: { etherType: 0x88b5, priority: 5 }, action: { kind: "drop" } }];
  await serve(mainMap({ profile, rules }));
  expect(await pings(stage.lab, "front", RESOURCE_TAGGED, 1472)).toBe(5);
  expect(await pings(stage.lab, "front", RESOURCE_UNTAGGED, 1472)).toBe(5);
  const heard = await capture(stage.lab.executor("of-front"), { device: "eth0", direction: "in" });
  await sendFrames(stage.lab.executor("front"), { device: "eth0", frameHex: `${TO_RESOURCE}${OWN}${BODY}` });
  const hits = ({ hits }: ReportRequest) => hits.find((one) => one.key === "4/10" && one.what === "no-such");
  const report = await portal(MAIN).reported((one) => (hits(one)?.dropped ?? 0) > 0);
  expect(hits(report)).toEqual({ key: "4/10", what: "no-such", frames: 1, dropped: 1 });
  expect(await framesOf(heard)).toEqual([]);
  await serve(mainMap());
  expect(await pings(stage.lab, "front", RESOURCE_TAGGED)).toBe(5);
});

test("a rule that was deleted by hand is put back", async () => {
  await stage.agent(FRONT).kernel.run(["tc", "filter", "del", "dev", "p-31", "ingress", "prio", "10"]);
  await portal(FRONT).reported(({ entries }) => entries.every(({ state }) => state === "missing"));
  await portal(FRONT).settled();
  expect(await pings(stage.lab, "front", RESOURCE_TAGGED)).toBe(5);
});
