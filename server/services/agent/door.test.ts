import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agentError, PROTOCOL_VERSION } from "@/agent/protocol";
import { networkSwitch, port } from "@/db/schema/switch";
import { openTestFabric, type TestFabric, tokenOf } from "../map/test-fabric";
import { joinDoor, reportDoor, watchDoor } from "./doors";
import { simulateAgent } from "./simulated-agent";

let fabric: TestFabric;
const token = tokenOf("116");
const join = { protocol: PROTOCOL_VERSION, kernel: "a kernel", interfaces: [] };

beforeEach(async () => {
  fabric = await openTestFabric();
});

afterEach(() => fabric.close());

async function refusal(response: Response) {
  return { status: response.status, ...agentError.parse(await response.json()) };
}

test("an unknown token, and none, are refused at every door", async () => {
  const nobody = { token: "of-nobody" };
  for (const response of [
    await fabric.callDoor(joinDoor, join, nobody),
    await fabric.callDoor(watchDoor, { have: null, watching: [] }, nobody),
    await fabric.callDoor(reportDoor, {}, { token: "" }),
  ]) {
    expect(await refusal(response)).toMatchObject({ status: 401, code: "signed_out" });
  }
});

test("a message that is not the protocol's is refused with its field", async () => {
  const old = await fabric.callDoor(joinDoor, { ...join, protocol: 99 }, { token });
  expect(await refusal(old)).toMatchObject({
    status: 400,
    code: "invalid",
    message: expect.stringContaining("protocol"),
  });
  const text = await fabric.callDoor(joinDoor, "{", { token });
  expect(await refusal(text)).toMatchObject({ status: 400, message: expect.stringContaining("not JSON") });
});

test("a message that is too long is refused", async () => {
  const long = await fabric.callDoor(watchDoor, { have: null, watching: [], more: "x".repeat(300_000) }, { token });
  expect(await refusal(long)).toMatchObject({ status: 400, message: expect.stringContaining("longer than 256000") });
});

test("joining keeps the kernel and the interfaces that were found, each at its port", async () => {
  const interfaces = [
    { port: 1, name: "p-1", mac: "02:00:00:00:00:01", mtu: 1504 },
    { port: 31, name: "l-31", mac: "02:00:00:00:00:31", mtu: 9100 },
    { port: 2, name: "p-99", mac: "02:00:00:00:00:99", mtu: 1 },
  ];
  const reply = await fabric.callDoor(joinDoor, { ...join, interfaces }, { token });
  expect(await reply.json()).toEqual({ switchCode: "116", datacenterCode: "DC1" });
  const found = await fabric.db.read.select().from(port).where(eq(port.switchId, fabric.dc1.switchId));
  expect(found.flatMap(({ number, mac, mtu }) => (mac === null ? [] : [{ number, mac, mtu }]))).toEqual([
    { number: 1, mac: "02:00:00:00:00:01", mtu: 1504 },
    { number: 31, mac: "02:00:00:00:00:31", mtu: 9100 },
  ]);
  const [row] = await fabric.db.read.select().from(networkSwitch).where(eq(networkSwitch.id, fabric.dc1.switchId));
  expect(row).toMatchObject({ kernel: "a kernel", joinedAt: fabric.clock.now });
});

test("a line's end with another MAC address is told to the far switch, and one with the same is not", async () => {
  const near = simulateAgent(fabric, fabric.dc1);
  const far = simulateAgent(fabric, fabric.dc2);
  const farMac = () => far.state.links.flatMap((link) => (link.medium === "line" ? [link.farMac] : []))[0];
  await far.catchUp();
  expect(farMac()).toBeNull();
  await near.join("02:00:00:00:01:31");
  expect(await far.catchUp()).toBe("changes");
  expect(farMac()).toBe("02:00:00:00:01:31");
  await near.join("02:00:00:00:01:31");
  expect(await far.catchUp()).toBe("unchanged");
  await near.join("02:00:00:00:01:32");
  expect(await far.catchUp()).toBe("changes");
  expect(farMac()).toBe("02:00:00:00:01:32");
});
