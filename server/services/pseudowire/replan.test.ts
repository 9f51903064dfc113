import { afterEach, beforeEach, expect, test } from "vitest";
import { applyChange, type DesiredState, desiredHash } from "@/agent/protocol";
import { openTestWorld, refusalOf, type TestWorld, tagsFrom } from "../../test-world";
import { createDatacenter } from "../datacenter/create";
import { installSwitch } from "../datacenter/install-switch";
import { layLink } from "../link/lay-link";
import { desiredStateOf } from "../map/desired";
import { desiredSince } from "../map/feed";

let world: TestWorld;
/** Switch ids of FIG. 2 by code: one edge switch in each of three datacenters. */
let edge: Record<string, string>;

beforeEach(async () => {
  world = openTestWorld();
  edge = {};
  for (const [index, code] of ["124", "220", "222"].entries()) {
    const hostTags = { first: 100 * index + 1, last: 100 * index + 99 };
    const about = { code: `DC${index + 1}`, name: code, place: "Here", hostTags };
    const input = { ...about, datacenterTags: tagsFrom(1104 + 100 * index) };
    const { id: datacenterId } = await createDatacenter({ ctx: world.system, input });
    const ports = [31, 32, 33].map((number) => ({ number, kind: "link" as const }));
    const plan = { datacenterId, code, name: code, tokenHash: `${index}`.repeat(64), ports };
    edge[code] = (await installSwitch({ ctx: world.system, input: plan })).id;
  }
});

afterEach(() => world.close());

async function line(code: string, a: [string, number], b: [string, number], cost = 10): Promise<void> {
  const ends = { a: { switchCode: a[0], port: a[1] }, b: { switchCode: b[0], port: b[1] } };
  await layLink({ ctx: world.system, input: { medium: "line", code, mtu: 9100, cost, latencyMicros: 1000, ...ends } });
}

async function triangle(): Promise<void> {
  await line("224", ["124", 31], ["220", 31]);
  await line("226", ["124", 32], ["222", 31]);
  await line("228", ["220", 32], ["222", 32]);
}

function state(code: string): Promise<DesiredState> {
  return world.db.transact((tx) => desiredStateOf(tx, edge[code] ?? ""));
}

async function pathsOf(from: string, to: string): Promise<string[]> {
  const all = await world.operator.api.links.pseudowires();
  const found = all.find(({ a, b, way }) => way === "" && a.switchCode === from && b.switchCode === to);
  return found?.paths.map(({ linkCodes, tagToA, tagToB }) => `${linkCodes.join(" ")}: ${tagToB} and ${tagToA}`) ?? [];
}

test("a line joins two switches by a pseudowire whose frames are named for the datacenter they travel to", async () => {
  await line("224", ["124", 31], ["220", 31]);
  expect(await pathsOf("124", "220")).toEqual(["224: 1204 and 1104"]);
  const near = await state("124");
  expect(near.links).toEqual([{ medium: "line", number: 31, send: "vpls", accept: ["vpls"], farMac: null }]);
  expect(near.ports).toMatchObject([
    { kind: "pseudowire", number: 5001, paths: [{ link: 31, tagOut: 1204, tagIn: 1104 }] },
  ]);
  expect(near.transits).toEqual([]);
});

test("in a triangle each pair of datacenters has a detour, and the third switch passes its frames on", async () => {
  await triangle();
  expect(await pathsOf("124", "220")).toEqual(["224: 1204 and 1104", "226 228: 1206 and 1106"]);
  const third = await state("222");
  const detour = third.transits.filter(({ tag }) => tag === 1206 || tag === 1106);
  expect(detour).toEqual([
    { key: "31/1206", from: 31, to: 32, tag: 1206, answer: { probe: "02:d1:00:03:84:b6", tagBack: 1106 } },
    { key: "32/1106", from: 32, to: 31, tag: 1106, answer: { probe: "02:d1:00:03:84:52", tagBack: 1206 } },
  ]);
});

test("no two directions of any paths have one tag", async () => {
  await triangle();
  const all = await world.operator.api.links.pseudowires();
  const tags = all.flatMap(({ paths }) => paths.flatMap(({ tagToA, tagToB }) => [tagToA, tagToB]));
  expect(tags).toHaveLength(12);
  expect(new Set(tags).size).toBe(12);
});

test("a dearer line falls behind the detour, and every path keeps its tags", async () => {
  await triangle();
  await world.operator.api.links.update({ code: "224", cost: 50 });
  expect(await pathsOf("124", "220")).toEqual(["226 228: 1206 and 1106", "224: 1204 and 1104"]);
});

test("a drained line is in no path, its tags are free again, and it comes back as a path when it is in service", async () => {
  await triangle();
  await world.operator.api.links.update({ code: "224", state: "drained" });
  expect(await pathsOf("124", "220")).toEqual(["226 228: 1206 and 1106"]);
  expect((await state("124")).ports.find(({ number }) => number === 5001)).toMatchObject({
    paths: [{ link: 32, tagOut: 1206, tagIn: 1106 }],
  });
  await world.operator.api.links.update({ code: "224", state: "in_service" });
  expect((await pathsOf("124", "220")).map((path) => path.split(":")[0])).toEqual(["224", "226 228"]);
});

test("whoever follows the changes arrives at the state that the rows give, with its hash", async () => {
  const before = await state("222");
  await triangle();
  await world.operator.api.links.update({ code: "226", cost: 99 });
  await world.operator.api.links.update({ code: "228", state: "drained" });
  const after = await state("222");
  const told = await desiredSince(world.db, edge["222"] ?? "", before);
  if (told.kind !== "changes") throw new Error(`told ${told.kind}`);
  const followed = told.changes.reduce(applyChange, before);
  expect(desiredHash(followed)).toBe(after.hash);
  expect(new Set(followed.transits.map(({ key }) => key))).toEqual(new Set(after.transits.map(({ key }) => key)));
});

test("a link end is used once, a link joins two datacenters, and a member may not lay one", async () => {
  await line("224", ["124", 31], ["220", 31]);
  await expect(line("225", ["124", 31], ["222", 31])).rejects.toMatchObject({
    code: "conflict",
    message: "Port 31 of switch 124 is an end of link 224 already. Choose another port.",
  });
  await expect(line("225", ["124", 32], ["124", 33])).rejects.toMatchObject({ code: "invalid", field: "b" });
  const { api } = await world.member();
  expect(await refusalOf(api.links.update({ code: "224", cost: 1 }))).toMatchObject({ code: "forbidden" });
  expect(await refusalOf(api.links.list())).toMatchObject({ code: "forbidden" });
});

test("a provider link takes tunnels and a line takes labels or a third tag, never the other's", async () => {
  const end = (switchCode: string, port: number, address: string) => ({ switchCode, port, address });
  const ends = { a: end("124", 33, "203.0.113.1"), b: end("220", 33, "203.0.113.5") };
  await layLink({ ctx: world.system, input: { medium: "provider", code: "306", mtu: 1600, longHaul: 7001, ...ends } });
  await line("224", ["124", 31], ["220", 31]);
  expect((await state("220")).links).toContainEqual({
    ...{ medium: "provider", number: 33, send: "vxlan", accept: ["vxlan"], longHaul: 7001, mtu: 1600 },
    ...{ local: "203.0.113.5", remote: "203.0.113.1" },
  });
  const { api } = world.operator;
  expect(await refusalOf(api.links.changeEncapsulation({ code: "306", to: "q" }))).toMatchObject({ code: "invalid" });
  expect(await refusalOf(api.links.changeEncapsulation({ code: "224", to: "vpls" }))).toMatchObject({
    code: "conflict",
  });
});
