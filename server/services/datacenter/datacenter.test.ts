import { afterEach, beforeEach, expect, test } from "vitest";
import { datacenter, hostTag } from "@/db/schema/datacenter";
import { openTestWorld, type TestWorld, tagsFrom } from "../../test-world";
import { layLink } from "../link/lay-link";
import { createDatacenter } from "./create";
import { installSwitch } from "./install-switch";

let world: TestWorld;

beforeEach(() => {
  world = openTestWorld();
});

afterEach(() => world.close());

function create(code: string, hostTags: { first: number; last: number }, tag = 1000) {
  return createDatacenter({
    ctx: world.system,
    input: { code, name: code, place: "Here", hostTags, datacenterTags: tagsFrom(tag) },
  });
}

test("two datacenters never own the same host tag, and the refusal says whose it is", async () => {
  await create("DC1", { first: 100, last: 1999 }, 1104);
  await expect(create("DC2", { first: 1999, last: 2999 }, 1204)).rejects.toMatchObject({
    ...{ code: "conflict", field: "hostTags" },
    message: "Some of the host tags 1999 to 2999 belong to DC1 (100 to 1999). Choose a range beside it.",
  });
  expect(await world.db.read.select().from(datacenter)).toHaveLength(1);
  expect(await world.db.read.select().from(hostTag)).toHaveLength(1900);
  await create("DC2", { first: 2000, last: 3899 }, 1204);
});

test.each([
  [{ first: 0, last: 10 }, "1 to 4094"],
  [{ first: 1, last: 4095 }, "1 to 4094"],
  [{ first: 20, last: 10 }, "backwards"],
])("the range %j is refused", async (hostTags, reason) => {
  await expect(create("DC1", hostTags)).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining(reason),
  });
});

test("codes and datacenter tags are used once, and labels that MPLS reserves never", async () => {
  await create("DC1", { first: 1, last: 9 }, 1104);
  await expect(create("DC1", { first: 10, last: 19 }, 1200)).rejects.toMatchObject({ code: "conflict" });
  await expect(create("DC2", { first: 10, last: 19 }, 1111)).rejects.toMatchObject({
    ...{ code: "conflict", field: "datacenterTags" },
    message: "Some of the datacenter tags 1111 to 1118 belong to DC1 (1104 to 1111). Choose a range beside it.",
  });
  await expect(create("DC2", { first: 10, last: 19 }, 15)).rejects.toMatchObject({ code: "invalid" });
});

async function switchIn(datacenterId: string, code: string) {
  const ports = [
    { number: 1, kind: "client" as const },
    { number: 31, kind: "link" as const },
  ];
  return installSwitch({
    ctx: world.system,
    input: { datacenterId, code, name: code, tokenHash: code.repeat(64), ports },
  });
}

function line(code: string, a: [string, number], b: [string, number]) {
  const ends = { a: { switchCode: a[0], port: a[1] }, b: { switchCode: b[0], port: b[1] } };
  return layLink({ ctx: world.system, input: { medium: "line", code, mtu: 9100, ...ends } });
}

test("a line joins link ports of two datacenters, once each", async () => {
  const one = await create("DC1", { first: 1, last: 9 }, 1104);
  const two = await create("DC2", { first: 10, last: 19 }, 1204);
  await switchIn(one.id, "a");
  await switchIn(one.id, "b");
  await switchIn(two.id, "c");
  await expect(line("224", ["a", 31], ["b", 31])).rejects.toMatchObject({ code: "invalid", field: "b" });
  await expect(line("224", ["a", 1], ["c", 31])).rejects.toMatchObject({ code: "not_found" });
  await line("224", ["a", 31], ["c", 31]);
  await expect(line("225", ["b", 31], ["c", 31])).rejects.toMatchObject({ code: "conflict" });
});

test("a switch's code and its agent's token are used once", async () => {
  const { id } = await create("DC1", { first: 1, last: 9 });
  await switchIn(id, "a");
  await expect(switchIn(id, "a")).rejects.toMatchObject({ code: "conflict" });
  await expect(switchIn("dc_none", "b")).rejects.toMatchObject({ code: "not_found" });
});

test("only the operator's people build the fabric", async () => {
  const { ctx } = await world.member();
  const input = {
    code: "DC1",
    name: "DC1",
    place: "Here",
    hostTags: { first: 1, last: 2 },
    datacenterTags: tagsFrom(1000),
  };
  await expect(createDatacenter({ ctx, input })).rejects.toMatchObject({ code: "forbidden" });
  await createDatacenter({ ctx: world.operator.ctx, input });
});
