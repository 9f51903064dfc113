import { afterEach, beforeEach, expect, test } from "vitest";
import { desiredHash } from "@/agent/protocol";
import { simulateAgent } from "../agent/simulated-agent";
import { installSwitch } from "../datacenter/install-switch";
import { cableInSeries } from "../trunk/cable-series";
import { desiredStateOf } from "./desired";
import { openTestFabric, type TestFabric } from "./test-fabric";

let fabric: TestFabric;
let front: { switchId: string; switchCode: string };

/** Switch 117 in front of port 1 of 116. */
beforeEach(async () => {
  fabric = await openTestFabric();
  const ports = [
    { number: 1, kind: "client" as const },
    { number: 31, kind: "trunk" as const },
  ];
  const plan = { datacenterId: fabric.dc1.id, code: "117", name: "Switch 117", tokenHash: "7".repeat(64), ports };
  const { id } = await installSwitch({ ctx: fabric.system, input: plan });
  front = { switchId: id, switchCode: "117" };
  await cable();
});

afterEach(() => fabric.close());

function cable(): Promise<void> {
  const input = { front: { switchCode: "117", port: 1, uplink: 31 }, main: { switchCode: "116", port: 1 } };
  return cableInSeries({ ctx: fabric.system, input });
}

async function state(switchId: string) {
  const now = await fabric.db.transact((tx) => desiredStateOf(tx, switchId));
  expect(desiredHash(now)).toBe(now.hash);
  return now;
}

test("a rack behind a switch in front: a relay gives C there, and the attachment takes frames that carry it", async () => {
  const agent = simulateAgent(fabric, front);
  const tenant = await fabric.tenantWith({ site: fabric.dc1, vids: "10,untagged" });
  expect(tenant.rack.port).toEqual({ switchCode: "116", number: 1 });
  const [tagged] = tenant.vlans;
  const ordered = await tenant.api.extensions.request({
    vlanId: tagged?.id ?? "",
    resourceId: fabric.dc1.resources[0] ?? "",
  });
  const { customerTag } = ordered.pair;
  const relay = { kind: "relay", key: "1/10", port: 1, clientVlan: 10, customerTag, uplink: 31 };
  expect((await state(front.switchId)).entries).toEqual([relay]);
  const atRack = (await state(fabric.dc1.switchId)).entries.find(({ key }) => key === "1/10");
  expect(atRack).toMatchObject({ kind: "attachment", customerTagged: true, customerTag });
  expect(atRack).not.toHaveProperty("probes");
  await agent.catchUp();
  expect(agent.state).toEqual(await state(front.switchId));
  const { toResource, toRack } = await tenant.api.paths.get({ extensionId: ordered.id });
  const codes = (path: typeof toRack) => path.hops.flatMap((hop) => (hop.kind === "switch" ? [hop.code] : []));
  expect([codes(toResource), codes(toRack)]).toEqual([
    ["117", "116"],
    ["116", "117"],
  ]);
  const stacks = toResource.legs.map(({ stack }) => stack.map(({ kind }) => kind).join(" "));
  expect(stacks).toEqual(["client", "customer client", "customer client", "host customer client", "client"]);
  const { rows } = await fabric.operator.api.switches.tagMap({ code: "117" });
  expect(rows).toMatchObject([{ key: "1/10", customerTag, uplink: 31, segment: null, rack: tenant.rack.name }]);
  expect(rows[0]?.words).toBe(
    `frames of VLAN 10 on port 1 get C ${customerTag} and go on by port 31; C is taken off on the way back`,
  );
  await tenant.api.extensions.release({ id: ordered.id });
  expect((await state(front.switchId)).entries).toEqual([]);
});

test("a port is in series once, and a rack is never registered at the port in front", async () => {
  await expect(cable()).rejects.toMatchObject({ code: "conflict", field: "main" });
  for (let count = 1; count <= 6; count += 1) {
    const tenant = await fabric.tenantWith({ site: fabric.dc1, name: `tenant ${count}` });
    expect(tenant.rack.port?.switchCode).toBe("116");
  }
});
