import { afterEach, beforeEach, expect, test } from "vitest";
import { refusalOf } from "../../test-world";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

type Tenant = Awaited<ReturnType<TestFabric["tenantWith"]>>;

const WHY = "Link 112 is a cable without a switch: nothing is configured and nothing can be read back.";

let fabric: TestFabric;
let aspen: Tenant;
let end: string;

beforeEach(async () => {
  fabric = await openTestFabric();
  aspen = await fabric.tenantWith({ site: fabric.dc1, vids: "40,41", name: "Aspen" });
  await lay("112", "108");
  end = (await directEndOf(aspen)) ?? "";
});

afterEach(() => fabric.close());

async function lay(code: string, cloudCode: string) {
  const clouds = await fabric.operator.api.clouds.list();
  const cloudSystemId = clouds.find((one) => one.code === cloudCode)?.systems[0]?.id ?? "";
  const plan = { name: `${cloudCode}A by ${code}`, mac: "28:08:80:52:17:2f" };
  return fabric.operator.api.clouds.layDirectLink({ code, rackId: aspen.rack.id, cloudSystemId, ...plan });
}

async function directEndOf({ api }: Pick<Tenant, "api">): Promise<string | undefined> {
  const clouds = await api.clouds.list();
  const resources = clouds.flatMap(({ systems }) => systems.flatMap((system) => system.resources));
  return resources.find(({ directLink }) => directLink?.code === "112")?.id;
}

test("an order over a direct link is configured at once, says why, and changes nothing on any switch", async () => {
  const before = await fabric.operator.api.switches.list();
  const recap = await aspen.api.extensions.recap({ vlanId: aspen.vlanId, resourceId: end });
  expect(recap).toMatchObject({ changes: [], approval: { needed: false }, ways: null, directLink: "112" });
  const view = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: end });
  expect(view).toMatchObject({ state: "configured", reason: WHY, resource: { directLink: "112", cloudCode: "108" } });
  expect(await fabric.operator.api.switches.list()).toEqual(before);
  expect((await fabric.operator.api.switches.tagMap({ code: "116" })).rows).toEqual([]);
});

test("its path is two machines and one stretch with the client's own tag; no counter, no frame, no probe", async () => {
  const { id } = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: end });
  const { toResource, toRack } = await aspen.api.paths.get({ extensionId: id });
  expect(toResource.hops.map(({ kind }) => kind)).toEqual(["machine", "machine"]);
  expect(toResource.legs).toMatchObject([
    { name: "direct link 112", from: "rack", to: "resource", points: [], stack: [{ kind: "client", value: 40 }] },
  ]);
  expect(toRack.legs).toMatchObject([{ from: "resource", to: "rack" }]);
  expect((await refusalOf(aspen.api.paths.send({ extensionId: id, payload: "Happy" }))).message).toContain(
    "a cable without a switch",
  );
  expect(await aspen.api.extensions.limits({ id })).toEqual({ places: [] });
  expect((await aspen.api.extensions.steps({ id })).methods).toEqual([]);
});

test("it is released at once, and the end stays its tenant's", async () => {
  const { id } = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: end });
  expect((await aspen.api.extensions.release({ id })).state).toBe("released");
  expect(await directEndOf(aspen)).toBe(end);
  expect((await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: end })).state).toBe("configured");
});

test("another tenant neither sees the end nor can order it; an operator sees it", async () => {
  const birch = await fabric.tenantWith({ site: fabric.dc1, name: "Birch" });
  expect(await directEndOf(birch)).toBeUndefined();
  const order = birch.api.extensions.request({ vlanId: birch.vlanId, resourceId: end });
  expect((await refusalOf(order)).code).toBe("not_found");
  expect(await directEndOf(fabric.operator)).toBe(end);
});

test("only VLANs of the rack that has the cable go over it, and nothing that a switch would have to do", async () => {
  const other = await aspen.api.racks.register({ name: "other", datacenterId: fabric.dc1.id, kind: "physical" });
  const [foreign] = await aspen.api.vlans.declare({ rackId: other.id, vids: "40" });
  const refusal = await refusalOf(aspen.api.extensions.request({ vlanId: foreign?.id ?? "", resourceId: end }));
  expect(refusal.message).toContain("direct link 112, a cable of another rack");
  const asked = { vlanId: aspen.vlanId, resourceId: end };
  for (const extra of [{ endVlan: 41 }, { way: { avoid: ["224"] } }]) {
    const { message } = await refusalOf(aspen.api.extensions.recap({ ...asked, ...extra }));
    expect(message).toContain("nothing on it can lead, limit or alter frames");
  }
});

test("new rules of its VLAN leave it as it is", async () => {
  const { id } = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: end });
  const drop = { name: "no telnet", match: { etherType: 0x0800 }, action: { kind: "drop" as const } };
  await aspen.api.rules.replace({ vlanId: aspen.vlanId, rules: [drop] });
  expect((await aspen.api.extensions.get({ id })).state).toBe("configured");
});

test("a link is laid by operators alone, between neighbours, under a code of its own", async () => {
  const clouds = await aspen.api.clouds.list();
  const plan = { code: "113", rackId: aspen.rack.id, name: "x", mac: "28:08:80:52:17:30" };
  const systemId = (code: string) => clouds.find((one) => one.code === code)?.systems[0]?.id ?? "";
  const byMember = aspen.api.clouds.layDirectLink({ ...plan, cloudSystemId: systemId("108") });
  expect((await refusalOf(byMember)).code).toBe("forbidden");
  expect((await refusalOf(lay("112", "108"))).code).toBe("conflict");
  expect(await refusalOf(lay("114", "208"))).toMatchObject({ code: "invalid", field: "cloudSystemId" });
});
