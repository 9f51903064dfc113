import { afterEach, beforeEach, expect, test } from "vitest";
import { refusalOf } from "../../test-world";
import { simulateAgent } from "../agent/simulated-agent";
import { openTestFabric, type TestFabric } from "../map/test-fabric";

let fabric: TestFabric;
let resource: string;
let farResource: string;

beforeEach(async () => {
  fabric = await openTestFabric();
  [resource = ""] = fabric.dc1.resources;
  [farResource = ""] = fabric.dc2.resources;
});

afterEach(() => fabric.close());

test("of many tenants that order one resource at once exactly one gets it, the others a conflict with a free one", async () => {
  const names = ["Aspen", "Birch", "Cedar", "Dogwood", "Elm"];
  const tenants = [];
  for (const name of names) tenants.push(await fabric.tenantWith({ site: fabric.dc1, name }));
  const results = await Promise.allSettled(
    tenants.map(({ api, vlanId }) => api.extensions.request({ vlanId, resourceId: resource })),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "fulfilled") continue;
    const refusal = await refusalOf(Promise.reject(result.reason));
    expect(refusal).toEqual({
      ...{ code: "conflict", field: "resourceId", message: "108.1 is in use. Choose 108.2 (free)." },
    });
    for (const name of names) expect(refusal.message).not.toContain(name);
  }
  const all = await fabric.operator.api.extensions.list();
  expect(all).toHaveLength(1);
});

test("the same order placed many times at once is placed once", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const order = { vlanId: aspen.vlanId, resourceId: resource };
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => aspen.api.extensions.request(order)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refusal = await refusalOf(aspen.api.extensions.request(order));
  expect(refusal.message).toBe(
    "The extension of VLAN 10 of rack to 108.1 exists: it is allocated. Choose another resource.",
  );
});

test("a recap is refused as the request would be, and shows path, room, changes and why overlap does no harm", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1, name: "Aspen", vids: "10,20" });
  const birch = await fabric.tenantWith({ site: fabric.dc1, name: "Birch" });
  const recap = await aspen.api.extensions.recap({ vlanId: aspen.vlanId, resourceId: resource });
  expect(recap).toMatchObject({
    ...{ pair: { hostTag: 100, customerTag: 200, series: "A" }, mtu: 1500, approval: { needed: false } },
    path: { direction: "to_resource", hops: [{ name: "rack" }, { code: "116" }, { name: "108.1" }] },
  });
  expect(recap.changes).toEqual([
    {
      ...{ switchCode: "116", datacenterCode: "DC1", remove: [] },
      add: [
        {
          ...{
            key: "1/10",
            port: 1,
            portKind: "client",
            clientVlan: 10,
            hostTag: 100,
            customerTag: 200,
            segment: null,
          },
          words: "frames of VLAN 10 on port 1 get C 200, then S 100; the pair is taken off on the way back",
        },
        {
          ...{
            key: "11/10",
            port: 11,
            portKind: "cloud",
            clientVlan: 10,
            hostTag: 100,
            customerTag: 200,
            segment: null,
          },
          words: "frames of VLAN 10 on port 11 get C 200, then S 100; the pair is taken off on the way back",
        },
      ],
    },
  ]);
  expect(recap.overlap.join(" ")).toContain("You share VLAN 10 with one other tenant. That does no harm");
  expect(recap.overlap.join(" ")).not.toContain("Birch");
  expect(await aspen.api.extensions.list()).toEqual([]);

  const far = await aspen.api.extensions.recap({ vlanId: aspen.vlanId, resourceId: farResource });
  expect(far.approval).toEqual({
    ...{ needed: true, who: "Dovetail operations" },
    why: "rack is in DC1 and 208.1 in DC2: the frames cross link 224.",
  });
  expect(far.changes.map(({ switchCode, add }) => [switchCode, add.map(({ key }) => key)])).toEqual([
    ["116", ["1/10", "5001/100.200"]],
    ["212", ["11/10", "5001/100.200"]],
  ]);

  await birch.api.extensions.request({ vlanId: birch.vlanId, resourceId: resource });
  const order = { vlanId: aspen.vlanId, resourceId: resource };
  expect(await refusalOf(aspen.api.extensions.recap(order))).toEqual(
    await refusalOf(aspen.api.extensions.request(order)),
  );
});

test("a recap of a VLAN that is on the switch already adds only what is missing, under its number", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: resource });
  const second = fabric.dc1.resources[1] ?? "";
  const recap = await aspen.api.extensions.recap({ vlanId: aspen.vlanId, resourceId: second });
  expect(recap.changes.map(({ add }) => add.map(({ key, segment }) => [key, segment]))).toEqual([[["12/10", 1]]]);
});

test("a tenant brings VLANs with different ids to one resource; two with the same id it can't tell apart", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1, vids: "10,20,untagged" });
  for (const { id } of aspen.vlans) await aspen.api.extensions.request({ vlanId: id, resourceId: resource });
  const { id: datacenterId } = fabric.dc1;
  const other = await aspen.api.racks.register({ name: "other", datacenterId, kind: "physical" });
  const [same] = await aspen.api.vlans.declare({ rackId: other.id, vids: "10" });
  const refusal = await refusalOf(aspen.api.extensions.request({ vlanId: same?.id ?? "", resourceId: resource }));
  expect(refusal.message).toBe(
    "108.1 (port 11 of switch 116) already carries VLAN 10 of rack, and one port tells VLANs apart by their ids alone. Choose 108.2 (free).",
  );
});

test("a resource stays reserved until the tenant's last extension to it has ended", async () => {
  const agent = simulateAgent(fabric, fabric.dc1);
  const aspen = await fabric.tenantWith({ site: fabric.dc1, vids: "10,20" });
  const birch = await fabric.tenantWith({ site: fabric.dc1 });
  const ordered = [];
  for (const { id } of aspen.vlans)
    ordered.push(await aspen.api.extensions.request({ vlanId: id, resourceId: resource }));
  const wanted = { vlanId: birch.vlanId, resourceId: resource };
  for (const { id } of ordered) {
    expect((await refusalOf(birch.api.extensions.request(wanted))).code).toBe("conflict");
    await aspen.api.extensions.release({ id });
    expect((await refusalOf(birch.api.extensions.request(wanted))).code).toBe("conflict");
    await agent.catchUp();
    await agent.report();
  }
  expect((await birch.api.extensions.request(wanted)).state).toBe("allocated");
});

test("nothing of another tenant can be read, ordered or released", async () => {
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const cedar = await fabric.tenantWith({ site: fabric.dc2 });
  const own = await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId: resource });
  const order = { vlanId: cedar.vlanId, resourceId: farResource };
  const foreign = [
    aspen.api.extensions.get({ id: own.id }),
    aspen.api.extensions.transitions({ id: own.id }),
    aspen.api.extensions.release({ id: own.id }),
    aspen.api.extensions.recap(order),
    aspen.api.extensions.request(order),
    aspen.api.requests.get({ id: own.request?.id ?? "" }),
    aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: "res_none" }),
    aspen.api.extensions.get({ id: "ext_none" }),
  ];
  for (const call of foreign) expect((await refusalOf(call)).code).toBe("not_found");
  expect(await aspen.api.extensions.list()).toEqual([]);
  expect(await aspen.api.requests.list()).toEqual([]);
  expect(await fabric.operator.api.requests.list()).toHaveLength(1);
  for (const call of [fabric.operator.api.extensions.request(order), aspen.api.switches.list()]) {
    expect((await refusalOf(call)).code).toBe("forbidden");
  }
});

test("a member sees the request without what it changes on the switches; an operator sees that too", async () => {
  const cedar = await fabric.tenantWith({ site: fabric.dc2 });
  await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId: resource });
  const [own] = await cedar.api.requests.list();
  const [all] = await fabric.operator.api.requests.list();
  expect(own?.changes).toEqual([]);
  expect({ ...all, changes: [] }).toEqual(own);
  expect(all?.changes).toHaveLength(2);
});

test("of many decisions at once exactly one counts", async () => {
  const cedar = await fabric.tenantWith({ site: fabric.dc2 });
  const asked = await cedar.api.extensions.request({ vlanId: cedar.vlanId, resourceId: resource });
  const id = asked.request?.id ?? "";
  const { requests } = fabric.operator.api;
  const results = await Promise.allSettled([
    requests.approve({ id }),
    requests.reject({ id, reason: "no room" }),
    requests.approve({ id }),
    cedar.api.extensions.release({ id: asked.id }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
  expect((await cedar.api.extensions.get({ id: asked.id })).state).toBe("releasing");
});

test("a VLAN and a rack that are extended can't be released, and can be afterwards", async () => {
  const agent = simulateAgent(fabric, fabric.dc1);
  const aspen = await fabric.tenantWith({ site: fabric.dc1 });
  const { id } = await aspen.api.extensions.request({ vlanId: aspen.vlanId, resourceId: resource });
  expect((await refusalOf(aspen.api.vlans.release({ id: aspen.vlanId }))).code).toBe("conflict");
  await aspen.api.extensions.release({ id });
  expect((await refusalOf(aspen.api.vlans.release({ id: aspen.vlanId }))).code).toBe("conflict");
  await agent.catchUp();
  await agent.report();
  await aspen.api.vlans.release({ id: aspen.vlanId });
  expect((await refusalOf(aspen.api.extensions.recap({ vlanId: aspen.vlanId, resourceId: resource }))).code).toBe(
    "not_found",
  );
});

test("a VLAN of a rack that waits for its cable can't be extended yet", async () => {
  const first = await fabric.tenantWith({ site: fabric.dc1 });
  const { id: datacenterId } = fabric.dc1;
  for (const name of ["2", "3", "4", "5", "6"]) {
    await first.api.racks.register({ name, datacenterId, kind: "physical" });
  }
  const waiting = await fabric.tenantWith({ site: fabric.dc1 });
  expect(waiting.rack.port).toBeNull();
  const order = { vlanId: waiting.vlanId, resourceId: resource };
  expect(await refusalOf(waiting.api.extensions.request(order))).toMatchObject({ code: "conflict" });
  expect(await refusalOf(waiting.api.extensions.recap(order))).toMatchObject({ code: "conflict" });
});
