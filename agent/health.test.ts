import { expect, test } from "vitest";
import type { ActualLink } from "./actual";
import type { Executor } from "./executor";
import { deviceOctets, measureHealth } from "./health";
import { nodeHealth } from "./protocol";

const DEVICES = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
   p-1:    4200      30    0    0    0     0          0         0     9800      70    0    0    0     0       0          0
   a-1: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0
`;
const link: ActualLink = {
  ...{
    name: "p-1",
    mac: "02:00:00:00:00:01",
    mtu: 9000,
    up: true,
    alias: null,
    kind: "veth",
    master: null,
    peer: null,
  },
  ...{ quiet: true, promiscuous: false, bridge: null, tunnel: null },
};
const executor: Executor = {
  kernel: "a kernel for tests",
  run: async () => ({ status: 0, stdout: DEVICES, stderr: "" }),
  stream: () => Promise.reject(new Error("Nothing is streamed here.")),
};
const clock = { now: () => 1_700_000_000_000, sleep: () => Promise.resolve() };

test("octets are read for each device", () => {
  expect(deviceOctets(DEVICES).get("p-1")).toEqual({ received: 4200, sent: 9800 });
});

test("a measurement tells the computer, and of the switch the cables that it was given", async () => {
  const links = () => [link, { ...link, name: "a-1", alias: "dovetail" }];
  const health = nodeHealth.parse(await measureHealth({ executor, clock, diskPath: "/", links }));
  expect(health.nics).toEqual([{ name: "p-1", isUp: true, received: 4200, sent: 9800 }]);
  expect(health.memory.available).toBeGreaterThan(0);
  expect(health.memory.available).toBeLessThan(health.memory.total);
  expect(health.disk.free).toBeLessThanOrEqual(health.disk.total);
  expect(health.resident).toBeGreaterThan(1_000_000);
});
