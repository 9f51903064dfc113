import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestWorld, refusalOf, type TestWorld, tagsFrom } from "../../test-world";
import { createDatacenter } from "../datacenter/create";
import { installSwitch } from "../datacenter/install-switch";
import type { LinkInput } from "./lay-link";

let world: TestWorld;

beforeEach(async () => {
  world = openTestWorld();
  for (const [index, code] of ["124", "220"].entries()) {
    const hostTags = { first: 100 * index + 1, last: 100 * index + 99 };
    const about = { code: `DC${index + 1}`, name: code, place: "Here", hostTags };
    const input = { ...about, datacenterTags: tagsFrom(1104 + 100 * index) };
    const { id: datacenterId } = await createDatacenter({ ctx: world.system, input });
    const ports = [33, 34, 35, 36].map((number) => ({ number, kind: "link" as const }));
    const plan = { datacenterId, code, name: code, tokenHash: `${index}`.repeat(64), ports };
    await installSwitch({ ctx: world.system, input: plan });
  }
});

afterEach(() => world.close());

type Provided = Extract<LinkInput, { medium: "provider" }>;

function link(port: number, longHaul: number, encapsulation: Provided["encapsulation"]): Provided {
  const end = (switchCode: string, host: number) => ({
    switchCode,
    port,
    address: `203.0.113.${8 * (port - 33) + host}`,
  });
  const ends = { a: end("124", 1), b: end("220", 5) };
  return { medium: "provider", code: `3${port}`, mtu: 9200, longHaul, encapsulation, ...ends };
}

test("a Segment ID has 24 bits in VXLAN and NVGRE, beyond VLAN ids and 16 bits", async () => {
  const { api } = world.operator;
  await api.links.lay(link(33, 16_000_001, "vxlan"));
  await api.links.lay(link(34, 70_000, "nvgre"));
  const links = await api.links.list();
  expect(links.map(({ longHaul, encapsulation }) => [encapsulation.longHaul?.name, longHaul])).toEqual([
    ["Segment ID (VNI)", 16_000_001],
    ["Segment ID (VSID)", 70_000],
  ]);
  expect(await refusalOf(api.links.lay(link(35, 16_777_216, "vxlan")))).toMatchObject({ code: "invalid" });
});

test("what an encapsulation cannot write is refused, where a link is laid and where it is changed", async () => {
  const { api } = world.operator;
  expect(await refusalOf(api.links.lay(link(33, 1_048_576, "mpls-gre")))).toMatchObject({
    code: "invalid",
    field: "longHaul",
    message:
      "MPLS labels in GRE takes as MPLS label 16 to 1,048,575, not 1,048,576. Choose another number, or another encapsulation.",
  });
  expect(await refusalOf(api.links.lay(link(33, 4_095, "nvgre")))).toMatchObject({ field: "longHaul" });
  await api.links.lay(link(33, 16_000_001, "vxlan"));
  expect(await refusalOf(api.links.changeEncapsulation({ code: "333", to: "mpls-gre" }))).toMatchObject({
    code: "invalid",
    field: "to",
  });
  expect((await api.links.changeEncapsulation({ code: "333", to: "nvgre" })).change?.stage).toBe("accepting");
});
