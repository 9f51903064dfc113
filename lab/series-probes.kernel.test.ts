/** Probes of a rack behind a switch in front (seed para 55): they enter and end there, so both switches' rules are met. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  desiredPort,
  type MapEntry,
  mapEntry,
  type ProbeRound,
  portNumber,
  probeAddress,
  probeTask,
} from "@/agent/protocol";
import { attachment, type Stage, startStage } from "./agents-under-test";
import { capture } from "./capture";
import { sendFrames } from "./frames";
import { probeProgram } from "./probe-build";
import { SERIES_WORLD } from "./series-world";

const MAIN = "906";
const FRONT = "907";
const point = (code: string, port: number) => probeAddress(Number(code), portNumber.parse(port));
const RACK_POINT = point(FRONT, 1);
const RESOURCE_POINT = point(MAIN, 11);

let stage: Stage;
let folder: string;
const portal = (code: string) => stage.agent(code).portal;

function relay(vlan: number | "untagged", customerTag: number, more: object = {}): MapEntry {
  const own = { kind: "relay", key: `1/${vlan}`, port: 1, clientVlan: vlan, customerTag, uplink: 31 };
  return mapEntry.parse({ ...own, ...more });
}

/** The rack's VLAN 10 and its untagged frames, each with a resource; `inner` is the VLAN id that VLAN 10 has inside. */
function mainMap(more: object = {}, inner = 10): MapEntry[] {
  const at = (port: number, vlan: number | "untagged", pair: string, segment: number, more: object) =>
    mapEntry.parse({ ...attachment(port, vlan, pair, segment), ...more });
  const innerVlan = inner === 10 ? undefined : inner;
  return [
    at(4, 10, "100.200", 11, { customerTagged: true, innerVlan, ...more }),
    at(11, 10, "100.200", 11, { innerVlan, probes: [{ id: "back", to: RACK_POINT }] }),
    at(4, "untagged", "100.201", 12, { customerTagged: true, ...more }),
    at(11, "untagged", "100.201", 12, {}),
  ];
}

function ports(code: string, ...listed: [number, "client" | "cloud" | "trunk"][]) {
  return listed.map(([number, kind]) => desiredPort.parse({ number, kind, probe: point(code, number) }));
}

async function serve(code: string, entries: MapEntry[]): Promise<void> {
  portal(code).change(entries);
  expect((await portal(code).settled()).problems).toEqual([]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dovetail-probe-"));
  stage = await startStage(SERIES_WORLD, null, await probeProgram(folder));
  portal(FRONT).alter({
    ports: ports(FRONT, [1, "client"], [31, "trunk"]),
    entries: [relay(10, 200, { probes: [{ id: "there", to: RESOURCE_POINT }] }), relay("untagged", 201)],
  });
  portal(MAIN).alter({ ports: ports(MAIN, [1, "client"], [4, "client"], [11, "cloud"]), entries: mainMap() });
  const reports = await Promise.all([portal(FRONT).settled(), portal(MAIN).settled()]);
  expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
});
afterAll(async () => {
  await stage?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

let tasks = 0;

/** A round on demand. */
async function probe(code: string, entry: string, to: string): Promise<ProbeRound | undefined> {
  tasks += 1;
  const id = `task-${tasks}`;
  const ended = portal(code).reported(({ probes }) => probes.some((round) => round.id === id));
  const begun = portal(code).reported((one) => one.tasks.some((task) => task.id === id));
  portal(code).send(probeTask.parse({ kind: "probe", id, entry, to, count: 5, intervalMs: 20, octets: 64 }));
  expect((await begun).tasks.find((task) => task.id === id)?.error).toBeNull();
  return (await ended).probes.find((round) => round.id === id);
}

const WHOLE = { sent: 5, arrived: 5, returned: 5 };

async function wholeBothWays(): Promise<void> {
  for (const vlan of [10, "untagged"]) {
    expect(await probe(FRONT, `1/${vlan}`, RESOURCE_POINT)).toMatchObject(WHOLE);
    expect(await probe(MAIN, `11/${vlan}`, RACK_POINT)).toMatchObject(WHOLE);
  }
}

const BODY = `88b6${"cd".repeat(60)}`;
const OWN = "8100000a";
const TO_RESOURCE = "020000000050020000000001";
const TO_RACK = "020000000001020000000050";

test("rounds of either end come back by themselves", async () => {
  for (const [code, id] of [
    [FRONT, "there"],
    [MAIN, "back"],
  ] as const) {
    const rounds = () => portal(code).reports.flatMap(({ probes }) => probes.filter((round) => round.id === id));
    const came = () => rounds().find(({ returned }) => returned > 0);
    const round = await portal(code).until(came, 30_000, () => JSON.stringify(rounds()));
    expect(round.sent).toBe(5);
  }
});

test("tagged and untagged VLANs are probed from both ends, and both switches answer at the cable between them", async () => {
  await wholeBothWays();
  expect(await probe(FRONT, "1/10", point(MAIN, 4))).toMatchObject(WHOLE);
  expect(await probe(MAIN, "11/10", point(FRONT, 31))).toMatchObject(WHOLE);
  expect(await probe(FRONT, "1/10", point(MAIN, 77))).toMatchObject({ arrived: 0, returned: 0 });
});

test("a probe crosses the cable as the rack's frames do, under C over its own tag, and no machine hears it", async () => {
  const between = await capture(stage.agent(FRONT).kernel, { device: "p-31", direction: "out" });
  const machines = await Promise.all(
    ["front", "of-front"].map((name) => capture(stage.lab.executor(name), { device: "eth0", direction: "in" })),
  );
  expect(await probe(FRONT, "1/10", RESOURCE_POINT)).toMatchObject(WHOLE);
  expect(await probe(MAIN, "11/10", RACK_POINT)).toMatchObject(WHOLE);
  expect(await probe(MAIN, "11/10", point(FRONT, 9))).toMatchObject({ returned: 0 });
  const header = `${RESOURCE_POINT}${RACK_POINT}`.replaceAll(":", "");
  const crossed = (await between.stop()).packets.map(({ bytes }) => bytes.toString("hex"));
  const asked = crossed.filter((hex) => hex.startsWith(header));
  expect(new Set(asked.map((hex) => hex.slice(24, 44)))).toEqual(new Set([`810000c8${OWN}88b5`]));
  const heard = await Promise.all(machines.map((one) => one.stop()));
  expect(
    heard.flatMap(({ packets }) => packets).filter(({ bytes }) => bytes.toString("hex").includes("44565042")),
  ).toEqual([]);
});

test("a rule that is gone at either switch keeps the probes out", async () => {
  for (const [code, device] of [
    [FRONT, "p-31"],
    [MAIN, "p-4"],
  ] as const) {
    const drop = ["dev", device, "ingress", "prio", "2"];
    await stage
      .agent(code)
      .kernel.run(["tc", "filter", "add", ...drop, "protocol", "all", "matchall", "action", "drop"]);
    expect(await probe(FRONT, "1/10", RESOURCE_POINT)).toMatchObject({ returned: 0 });
    await stage.agent(code).kernel.run(["tc", "filter", "del", ...drop]);
    expect(await probe(FRONT, "1/10", RESOURCE_POINT)).toMatchObject(WHOLE);
  }
});

test("a profile with declared addresses, and another VLAN id at the far end, are probed as well", async () => {
  const profile = { bandwidth: 10_000_000, flood: 1_000_000, macs: ["02:00:00:00:00:01"], macQuota: null, carried: [] };
  await serve(MAIN, mainMap({ profile }));
  await wholeBothWays();
  await serve(MAIN, mainMap({}, 40));
  await wholeBothWays();
  await serve(MAIN, mainMap());
});

async function counted(): Promise<unknown[]> {
  const now = Date.now();
  const reports = [FRONT, MAIN].map((code) =>
    portal(code).reported(({ readBackAgeMs }) => readBackAgeMs < Date.now() - now),
  );
  return (await Promise.all(reports)).flatMap(({ counters }) =>
    counters.filter(({ key }) => key !== "1/untagged").map(({ key, direction, frames }) => [key, direction, frames]),
  );
}

test("no counter of the tenant's moves by a probe", async () => {
  const executors = ["front", "of-front"].map((name) => stage.lab.executor(name));
  const quiet = (state: string) =>
    Promise.all(executors.map((one) => one.run(["ip", "link", "set", "eth0", "arp", state])));
  await quiet("off");
  const before = await counted();
  await wholeBothWays();
  expect(await counted()).toEqual(before);
  await quiet("on");
});

test("nobody behind the switch in front can send a probe's address, as destination or as source", async () => {
  const hearing = await capture(stage.lab.executor("of-front"), { device: "eth0", direction: "in" });
  const programs = await Promise.all(
    [FRONT, MAIN].map((code) => capture(stage.agent(code).kernel, { device: "q-0", direction: "in" })),
  );
  const [own, far] = [RACK_POINT, RESOURCE_POINT].map((mac) => mac.replaceAll(":", ""));
  const machine = stage.lab.executor("front");
  const forged = BODY.replaceAll("cd", "0b");
  for (const ends of [`${far}${own}`, `${far}020000000001`, `020000000050${own}`, `ffffffffffff${own}`]) {
    await sendFrames(machine, { device: "eth0", frameHex: `${ends}${OWN}${forged}` });
  }
  await sendFrames(machine, { device: "eth0", frameHex: `${TO_RESOURCE}${OWN}${BODY}` });
  const has = (body: string) => (packet: { bytes: Buffer }) => packet.bytes.toString("hex").includes(body);
  await expect.poll(() => hearing.packets.some(has(BODY))).toBe(true);
  const heard = await Promise.all([hearing, ...programs].map((one) => one.stop()));
  expect(heard.flatMap(({ packets }) => packets).filter(has(forged))).toEqual([]);
});

test("a loopback at the rack's end turns frames at the switch in front, and ends by its own time", async () => {
  const loopUntil = Date.now() + 10_000;
  const goals = { probes: [{ id: "there", to: RESOURCE_POINT }] };
  portal(FRONT).change([relay(10, 200, { ...goals, loopUntil })]);
  await portal(FRONT).settled();
  const machine = stage.lab.executor("of-front");
  const sent = { device: "eth0", frameHex: `${TO_RACK}${OWN}${BODY}` };
  const returning = await capture(machine, { device: "eth0", direction: "in" });
  const atRack = await capture(stage.lab.executor("front"), { device: "eth0", direction: "in" });
  const bodies = (seen: typeof returning) =>
    seen.packets.map(({ bytes }) => bytes.toString("hex")).filter((hex) => hex.includes(BODY));
  await sendFrames(machine, sent);
  await expect.poll(() => bodies(returning)[0]).toBe(`${TO_RESOURCE}${OWN}${BODY}`);
  expect(bodies(atRack)).toEqual([]);
  while (bodies(atRack).length === 0 && Date.now() < loopUntil + 20_000) await sendFrames(machine, sent);
  expect(bodies(atRack)[0]).toBe(`${TO_RACK}${OWN}${BODY}`);
  expect(Date.now()).toBeGreaterThanOrEqual(loopUntil);
  await Promise.all([returning.stop(), atRack.stop()]);
});
