import { afterEach, beforeEach, expect, test } from "vitest";
import { PROTOCOL_VERSION } from "@/agent/protocol";
import { tokenHash } from "../../secret";
import { joinDoor } from "../agent/doors";
import { simulateAgent } from "../agent/simulated-agent";
import { installSwitch } from "../datacenter/install-switch";
import { openTestFabric, type TestFabric, tokenOf } from "../map/test-fabric";
import { layTrunk } from "./lay-trunk";

let fabric: TestFabric;

beforeEach(async () => {
  fabric = await openTestFabric();
});

afterEach(() => fabric.close());

async function switchWithTrunkPort(code: string) {
  const ports = [{ number: 21, kind: "trunk" as const }];
  const plan = { datacenterId: fabric.dc1.id, code, name: code, tokenHash: tokenHash(tokenOf(code)), ports };
  const { id: switchId } = await installSwitch({ ctx: fabric.system, input: plan });
  return simulateAgent(fabric, { switchId, switchCode: code });
}

async function joins(code: string, mtu: number): Promise<void> {
  const interfaces = [{ port: 21, name: "p-21", mac: "02:00:00:00:00:21", mtu }];
  const body = { protocol: PROTOCOL_VERSION, kernel: "a simulated kernel", interfaces };
  const response = await fabric.callDoor(joinDoor, body, { token: tokenOf(code) });
  expect(response.status).toBe(200);
}

test("both ends of a trunk let out what the narrower one carries, as soon as an agent has told", async () => {
  const agents = [await switchWithTrunkPort("118"), await switchWithTrunkPort("119")];
  const end = (switchCode: string) => ({ switchCode, port: 21 });
  await layTrunk({ ctx: fabric.system, input: { code: "T9", a: end("118"), b: end("119") } });
  const carried = async () => {
    for (const agent of agents) await agent.catchUp();
    return agents.map(({ state }) => state.ports.map((port) => ("mostOctets" in port ? port.mostOctets : null)));
  };
  expect(await carried()).toEqual([[null], [null]]);
  await joins("118", 2_000);
  expect(await carried()).toEqual([[2_014], [2_014]]);
  await joins("119", 1_600);
  expect(await carried()).toEqual([[1_614], [1_614]]);
  await joins("119", 65_535);
  expect(await carried()).toEqual([[2_014], [2_014]]);
});
