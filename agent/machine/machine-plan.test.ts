import { expect, test } from "vitest";
import { desiredPort } from "../protocol";
import { planMachines } from "./machine-plan";
import { MACHINE_SETTINGS } from "./machine-settings";
import type { MachineDevice, MachineReading, MachinesReading } from "./read-machines";
import { wantedMachines } from "./wanted-machine";

const MAC = "02:0c:00:00:00:07";
const terms = { mark: "dovetail/net:[1]", prefix: "", mayRemove: true };
const port = (addresses: { vlan: number | "untagged"; cidr: string }[], number = 21) =>
  desiredPort.parse({
    kind: "cloud",
    number,
    probe: `02:d1:00:03:00:${number.toString(16)}`,
    machine: { number: 7, mac: MAC, addresses },
  });
const wanted = wantedMachines([port([{ vlan: 20, cidr: "10.0.0.7/24" }])]);

function device(name: string, index: number, more: Partial<MachineDevice> = {}): MachineDevice {
  const plain = { peerIndex: null, up: true, mtu: 1500, mac: MAC, alias: null, vlan: null, addresses: [] };
  return { ...plain, name, index, ...more };
}

const settings = new Map(Object.entries(MACHINE_SETTINGS));
const lo = device("lo", 1, { mtu: 65_536, alias: terms.mark });
const whole: MachineReading = {
  settings,
  devices: [
    lo,
    device("eth0", 2, { peerIndex: 90 }),
    device("v20", 3, { vlan: { id: 20, on: "eth0" }, addresses: ["10.0.0.7/24"] }),
  ],
};
const cable = device("p-21", 90, { peerIndex: 2, mtu: 9000 });

function kernel(machines: Record<string, MachineReading>, cables: MachineDevice[] = [cable]): MachinesReading {
  const named = new Map(cables.map((one) => [one.name, one]));
  return { machines: new Map(Object.entries(machines)), cables: named, unreadable: new Map() };
}

const words = (plan: ReturnType<typeof planMachines>) =>
  [...plan.removals, ...plan.works].flatMap(({ commands }) =>
    commands.flatMap(({ place, argv, lines }) => (lines ?? [argv.join(" ")]).map((line) => `${place}: ${line}`)),
  );

test("the namespace says machine, switch and port", () => {
  expect(wanted.map(({ namespace }) => namespace)).toEqual(["m-7-3-21"]);
});

test("a machine is made from nothing, its stack set before it has an interface", () => {
  const plan = planMachines(wanted, kernel({}, []), terms);
  expect(words(plan)).toEqual([
    "kernel: ip netns add m-7-3-21",
    "machine: link set dev lo alias dovetail/net:[1] up",
    expect.stringMatching(/^machine: sysctl -q -e -w .*net\.ipv4\.conf\.all\.arp_ignore=1.*disable_ipv6=1/),
    `switch: link add p-21 mtu 9000 type veth peer name eth0 address ${MAC} mtu 1500 netns m-7-3-21`,
    "machine: link set dev eth0 up",
    `machine: link add link eth0 name v20 address ${MAC} type vlan id 20`,
    "machine: link set dev v20 up",
    "machine: addr add 10.0.0.7/24 dev v20",
  ]);
});

test("a machine that is as it must be needs nothing, also for an agent that begins again", () => {
  expect(planMachines(wanted, kernel({ "m-7-3-21": whole }), terms)).toEqual({
    removals: [],
    works: [],
    faults: new Map(),
  });
});

test("another address is set in place", () => {
  const moved = wantedMachines([
    port([
      { vlan: 20, cidr: "10.0.0.8/24" },
      { vlan: "untagged", cidr: "198.18.0.8/24" },
    ]),
  ]);
  expect(words(planMachines(moved, kernel({ "m-7-3-21": whole }), terms))).toEqual([
    "machine: addr del 10.0.0.7/24 dev v20",
    "machine: addr add 10.0.0.8/24 dev v20",
    "machine: addr add 198.18.0.8/24 dev eth0",
  ]);
});

test("a VLAN without an address goes, and nothing else of it is asked for", () => {
  const untagged = wantedMachines([port([])]);
  expect(words(planMachines(untagged, kernel({ "m-7-3-21": whole }), terms))).toEqual(["machine: link del dev v20"]);
});

test.each([
  ["just made", [device("lo", 1, { up: false })]],
  ["marked", [lo]],
])("a namespace that an agent left %s is completed", (_, devices) => {
  const half = { settings: new Map([...settings].map(([key]) => [key, "7"])), devices };
  const plan = planMachines(wanted, kernel({ "m-7-3-21": half }, []), terms);
  expect(words(plan).join()).not.toContain("netns add");
  expect(words(plan)).toContain("machine: addr add 10.0.0.7/24 dev v20");
});

test.each([
  [
    "a foreign namespace of that name",
    kernel({ "m-7-3-21": { settings, devices: [device("lo", 1)] } }, []),
    "not of this agent",
  ],
  ["a cable that leads elsewhere", kernel({}, [device("p-21", 90, { peerIndex: 5 })]), "leads elsewhere"],
])("%s is a fault and stays untouched", (_, reading, sentence) => {
  const plan = planMachines(wanted, reading, terms);
  expect(words(plan)).toEqual([]);
  expect([...plan.faults]).toEqual([[21, expect.stringContaining(sentence)]]);
});

test("what nothing asks for any more goes, cable first, and its port is free for the next", () => {
  const next = wantedMachines([desiredPort.parse({ ...port([]), machine: { number: 8, mac: MAC, addresses: [] } })]);
  const plan = planMachines(next, kernel({ "m-7-3-21": whole }), terms);
  expect(words(plan).slice(0, 3)).toEqual([
    "switch: ip link del dev p-21",
    "kernel: ip netns del m-7-3-21",
    "kernel: ip netns add m-8-3-21",
  ]);
});

test("what a memory of the desired state lacks stays until the portal has spoken", () => {
  const plan = planMachines([], kernel({ "m-7-3-21": whole }), { ...terms, mayRemove: false });
  expect(words(plan)).toEqual([]);
});

test("a machine without this agent's mark is nothing to remove", () => {
  const foreign = { ...whole, devices: whole.devices.map((one) => ({ ...one, alias: one.alias && "another" })) };
  expect(words(planMachines([], kernel({ "m-9-4-21": foreign }), terms))).toEqual([]);
});
