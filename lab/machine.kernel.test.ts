import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "@/agent/clock";
import { socketExecutor } from "@/agent/executor-socket";
import { MachineKeeper } from "@/agent/machine/machine-keeper";
import { type DesiredPort, desiredPort, type MachineReport, type ReportRequest } from "@/agent/protocol";
import { type AgentUnderTest, attachment, pings, type Stage, startStage } from "./agents-under-test";
import { capture } from "./capture";

let stage: Stage;
let agent: AgentUnderTest;

beforeAll(async () => {
  stage = await startStage();
  agent = stage.agent("901");
});
afterAll(() => stage?.stop());

/** A cloud port with a machine whose switch is number 3 in the federation. */
function cloud(
  number: number,
  machine: { number: number; host: number; vlans?: (number | "untagged")[] },
): DesiredPort {
  const vlans = machine.vlans ?? [10];
  return desiredPort.parse({
    kind: "cloud",
    number,
    probe: `02:d1:00:03:00:${number.toString(16).padStart(2, "0")}`,
    machine: {
      number: machine.number,
      mac: "02:00:00:00:00:77",
      addresses: vlans.map((vlan) => ({ vlan, cidr: `${subnetOf(vlan)}.${machine.host}/24` })),
    },
  });
}

const subnetOf = (vlan: number | "untagged") =>
  vlan === "untagged" ? "198.18.0" : vlan === 10 ? "192.168.0" : "192.168.1";

const stateAt = (report: ReportRequest, port: number): MachineReport["state"] | undefined =>
  report.machines.find((one) => one.port === port)?.state;

/** Tells the agent, and waits until it says that all its machines run and its map is in the kernel. */
async function have(set: Parameters<typeof agent.portal.alter>[0], drop?: Parameters<typeof agent.portal.alter>[1]) {
  agent.portal.alter(set, drop);
  return ready();
}

function ready(): Promise<ReportRequest> {
  const { portal } = agent;
  return portal.reported(
    ({ hash, entries, machines, problems }) =>
      hash === portal.desired.hash &&
      entries.every(({ state }) => state === "present") &&
      machines.every(({ state }) => state === "running") &&
      problems.length === 0,
  );
}

async function namespaces(): Promise<string[]> {
  const { stdout } = await agent.kernel.run(["ip", "netns", "list"], { namespace: null });
  return stdout.split("\n").flatMap((line) => line.split(" ")[0] || []);
}

async function words(namespace: string, ...argv: string[]): Promise<string> {
  return (await agent.kernel.run(argv, { namespace })).stdout;
}

/** Two tenants, each with a machine that has the same VLAN, IP and MAC as the other's. */
const BOTH = { ports: [cloud(21, { number: 7, host: 60 }), cloud(22, { number: 8, host: 60 })] };
const MAP = [
  ...[attachment(1, 10, "100.200", 11), attachment(21, 10, "100.200", 11)],
  ...[attachment(2, 10, "101.200", 12), attachment(22, 10, "101.200", 12)],
];

test("a machine is made, and no report says meanwhile that its cable is missing", async () => {
  const before = agent.portal.reports.length;
  const report = await have({ ...BOTH, entries: MAP });
  expect(report.machines).toEqual([
    { port: 21, state: "running", detail: null },
    { port: 22, state: "running", detail: null },
  ]);
  const said = agent.portal.reports.slice(before).flatMap(({ problems }) => problems);
  expect(said).toEqual([]);
  expect(await namespaces()).toEqual(expect.arrayContaining(["m-7-3-21", "m-8-3-22"]));
});

test("it answers the rack in the tenant's subnet, and of two alike each only its own tenant", async () => {
  const other = await capture(stage.lab.executor("m-8-3-22"), { device: "eth0", direction: "in" });
  expect(await pings(stage.lab, "ca", "192.168.0.60", 1472)).toBe(5);
  expect((await other.stop()).packets).toEqual([]);
  expect(await pings(stage.lab, "cb", "192.168.0.60", 1472)).toBe(5);
  expect(await pings(stage.lab, "m-7-3-21", "192.168.0.1")).toBe(5);
});

test("each of its interfaces answers for its own addresses only, and IPv6 is off", async () => {
  const keys = ["net.ipv4.conf.v10.arp_ignore", "net.ipv4.conf.v10.rp_filter", "net.ipv6.conf.eth0.disable_ipv6"];
  const values = await words("m-7-3-21", "sysctl", "-n", "-e", "net.ipv4.conf.all.arp_ignore", ...keys);
  expect(values.trim().split("\n").map(Number)).toEqual([1, 1, 0, 1]);
});

test("an address is changed in place: the interface stays", async () => {
  const index = await words("m-7-3-21", "cat", "/sys/class/net/v10/ifindex");
  await have({ ports: [cloud(21, { number: 7, host: 61, vlans: [10, 20, "untagged"] })] });
  expect(await words("m-7-3-21", "cat", "/sys/class/net/v10/ifindex")).toBe(index);
  const all = [attachment(1, 20, "100.201", 13), attachment(21, 20, "100.201", 13)];
  const untagged = [attachment(1, "untagged", "100.202", 14), attachment(21, "untagged", "100.202", 14)];
  await have({ entries: [...all, ...untagged] });
  expect(await pings(stage.lab, "ca", "192.168.0.60")).toBe(0);
  for (const address of ["192.168.0.61", "192.168.1.61", "198.18.0.61"]) {
    expect(await pings(stage.lab, "ca", address), address).toBe(5);
  }
});

test("a frame is sent from it as from any machine in our hands", async () => {
  const port = agent.portal.desired.ports.find(({ number }) => number === 21)?.number;
  if (port === undefined) throw new Error("port 21 is not desired");
  const frame = `ffffffffffff0200000000778100000a88b5${"ab".repeat(46)}`;
  const seen = await capture(stage.lab.executor("ca"), { device: "eth0", direction: "in", filter: ["vlan", "10"] });
  agent.portal.send({ kind: "send", id: "from-machine", port, frame });
  const report = await agent.portal.reported(({ tasks }) => tasks.some(({ id }) => id === "from-machine"));
  expect(report.tasks).toContainEqual({ id: "from-machine", error: null });
  await seen.wait(1, 5_000);
  expect((await seen.stop()).packets.map(({ bytes }) => bytes.toString("hex"))).toContain(frame);
});

test("an agent that begins again finds it as it is: same interfaces, and no frame is lost", async () => {
  const before = await words("m-7-3-21", "ip", "-o", "-d", "addr", "show");
  const argv = ["ping", "-q", "-c", "80", "-i", "0.05", "-W", "2", "192.168.0.61"];
  const flow = stage.lab.executor("ca").run(argv);
  await agent.stop();
  agent.start();
  await ready();
  const { stdout } = await flow;
  expect(await words("m-7-3-21", "ip", "-o", "-d", "addr", "show")).toBe(before);
  expect(stdout).toContain("80 packets transmitted, 80 received");
});

test("what somebody takes from it by hand comes back", async () => {
  await words("m-7-3-21", "ip", "addr", "flush", "dev", "v10");
  await words("m-7-3-21", "ip", "link", "del", "dev", "v20");
  await agent.portal.reported((report) => stateAt(report, 21) === "making" || stateAt(report, 21) === "running", 8_000);
  await untilAddress("m-7-3-21", "192.168.1.61");
  expect(await words("m-7-3-21", "ip", "-4", "-o", "addr", "show", "dev", "v10")).toContain("192.168.0.61/24");
});

test("its cable torn out, it is made whole again", async () => {
  await agent.kernel.run(["ip", "link", "del", "dev", "p-21"]);
  await untilAddress("m-7-3-21", "192.168.1.61");
  await ready();
  expect(await pings(stage.lab, "ca", "192.168.0.61")).toBe(5);
});

test("one that is moved to another port is at both until the old one is dropped", async () => {
  await have({ ports: [cloud(23, { number: 7, host: 61 })] });
  expect(await namespaces()).toEqual(expect.arrayContaining(["m-7-3-21", "m-7-3-23"]));
  await have(
    { entries: [attachment(23, 10, "100.200", 11)] },
    { ports: [portOf(21)], entries: ["21/10", "21/20", "21/untagged", "1/20", "1/untagged"] },
  );
  await untilGone("m-7-3-21");
  expect(await pings(stage.lab, "ca", "192.168.0.61")).toBe(5);
  expect(await words("sw-901", "ip", "-o", "link", "show")).not.toContain("p-21");
});

test("a namespace that an agent left half made is completed, a foreign one stays as it is", async () => {
  const root = { namespace: null };
  for (const name of ["m-9-3-24", "m-10-3-25", "m-foreign"]) {
    await agent.kernel.run(["ip", "netns", "add", name], root);
  }
  await words("m-10-3-25", "ip", "link", "set", "lo", "up");
  await agent.portal.alter({ ports: [cloud(24, { number: 9, host: 62 }), cloud(25, { number: 10, host: 63 })] });
  const report = await agent.portal.reported((one) => stateAt(one, 24) === "running" && stateAt(one, 25) === "failed");
  const failed = report.machines.find(({ port }) => port === 25);
  expect(failed?.detail).toContain("m-10-3-25 is there and is not of this agent's making");
  expect(report.problems).toMatchObject([{ object: "port 25", code: "unknown_port" }]);
  await have({}, { ports: [portOf(24), portOf(25)] });
  await untilGone("m-9-3-24");
  expect(await namespaces()).toEqual(expect.arrayContaining(["m-10-3-25", "m-foreign"]));
});

test("where a cable is there already the machine is a fault of its port alone", async () => {
  agent.portal.alter({ ports: [cloud(11, { number: 11, host: 64 })] });
  const report = await agent.portal.reported((one) => stateAt(one, 11) === "failed");
  expect(report.machines.find(({ port }) => port === 11)?.detail).toContain("p-11 is there and leads elsewhere");
  expect(stateAt(report, 22)).toBe("running");
  await have({ ports: [desiredPort.parse({ kind: "cloud", number: 11 })] });
  expect(await pings(stage.lab, "cb", "192.168.0.60")).toBe(5);
});

test("through the lab's socket it is found as it is, and removed whole", async () => {
  await agent.stop();
  const executor = await socketExecutor(stage.lab.socketPath, "sw-901");
  const over = new AbortController();
  const notes: string[] = [];
  const states = new Promise<void>((resolve) => {
    const keeper: MachineKeeper = new MachineKeeper(executor, systemClock, {
      changed: () => {
        if (keeper.reports.every(({ state }) => state === "running")) resolve();
      },
      aside: (action) => action(),
      note: (sentence) => notes.push(sentence),
    });
    keeper.desire([cloud(22, { number: 8, host: 60 })]);
    keeper.confirm();
    void keeper.run(over.signal);
  });
  await states;
  over.abort();
  expect(notes).toEqual([]);
  agent.start();
  await have({}, { ports: [portOf(22), portOf(23)], entries: ["22/10", "23/10"] });
  for (const name of ["m-8-3-22", "m-7-3-23"]) await untilGone(name);
  expect(await words("sw-901", "ip", "-o", "link", "show")).not.toMatch(/[pab]-2[123]/);
});

function portOf(number: number) {
  return desiredPort.parse({ kind: "cloud", number }).number;
}

/** Looked at with each report, for as long as a machine may take to be looked at again. */
function untilAddress(namespace: string, address: string): Promise<unknown> {
  return untilSeen(async () => (await words(namespace, "ip", "-4", "-o", "addr", "show")).includes(address));
}

function untilGone(namespace: string): Promise<unknown> {
  return untilSeen(async () => !(await namespaces()).includes(namespace));
}

async function untilSeen(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not within 10 s: ${isSo}`);
    await agent.portal.reported(() => true);
  }
}
