/** Probes through two switches: a pseudowire over a line, and a trunk, with real agents and the real program. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type DesiredPort,
  desiredPort,
  type EntryCounter,
  type Mac,
  type MapEntry,
  mapEntry,
  portNumber,
  probeAddress,
  probeTask,
} from "@/agent/protocol";
import { attachment, linkEnd, pseudowire, RING_WORLD, type Stage, startStage, trunk } from "./agents-under-test";
import { capture } from "./capture";
import { sendFrames } from "./frames";
import { probeProgram } from "./probe-build";
import { nextTask, probeRound } from "./probe-round";

const SWITCH_NUMBERS = new Map([
  ["901", 1],
  ["902", 2],
]);
const point = (code: string, port: number) => probeAddress(SWITCH_NUMBERS.get(code) ?? 0, portNumber.parse(port));

const CLIENT = "020000000001";
const RESOURCE = "020000000050";
/** Bare frames of the tenant's VLAN 10; the last octets tell one from another. */
const tenantFrame = (to: string, from: string, mark: string) => `${to}${from}8100000a88b6${mark}`.padEnd(140, "0");

let stage: Stage;
let folder: string;
const near = () => stage.agent("901");
const far = () => stage.agent("902");

function withPoint(code: string, port: DesiredPort): DesiredPort {
  return desiredPort.parse({ ...port, probe: point(code, port.number) });
}

function probing(entry: MapEntry, id: string, to: string, more: object = {}): MapEntry {
  return mapEntry.parse({ ...entry, probes: [{ id, to }], ...more });
}

const NEAR_PORTS = [1, 2]
  .map((number) => ({ number, kind: "client" }))
  .concat([11].map((number) => ({ number, kind: "cloud" })));
const FAR_PORTS = [11, 12].map((number) => ({ number, kind: "cloud" }));
const NEAR_ENTRY = attachment(1, 10, "100.200", 11);
const FAR_ENTRY = attachment(11, 10, "100.200", 71);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dovetail-probe-"));
  stage = await startStage(RING_WORLD, null, await probeProgram(folder));
  const points = (code: string, ports: object[]) => ports.map((port) => withPoint(code, desiredPort.parse(port)));
  const between = (code: string, paths: [number, number, number]) => [
    withPoint(code, pseudowire(5001, paths)),
    withPoint(code, desiredPort.parse({ number: 21, kind: "trunk" })),
  ];
  const end = (code: string) => linkEnd(stage, code, 31, ["vpls"]);
  near().portal.alter({
    ports: [...points("901", NEAR_PORTS), ...between("901", [31, 1201, 1102])],
    links: [await end("901")],
    entries: [
      probing(NEAR_ENTRY, "there", point("902", 11)),
      trunk(5001, "100.200", 11),
      attachment(2, "untagged", "101.201", 12),
      trunk(21, "101.201", 12),
    ],
  });
  far().portal.alter({
    ports: [...points("902", FAR_PORTS), ...between("902", [31, 1102, 1201])],
    links: [await end("902")],
    entries: [
      probing(FAR_ENTRY, "back", point("901", 1)),
      trunk(5001, "100.200", 71),
      attachment(12, 30, "101.201", 72),
      trunk(21, "101.201", 72),
    ],
  });
});
afterAll(async () => {
  await stage?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

interface Wish {
  readonly code?: string;
  readonly entry?: string;
  readonly to?: Mac;
  readonly count?: number;
  readonly octets?: number;
}

/** A round on demand; if nothing else is said from the client of 901 to the far machine's port. */
function probe({ code = "901", ...wish }: Wish) {
  return probeRound(stage.agent(code).portal, { entry: "1/10", to: point("902", 11), ...wish });
}

const tc = async (code: string, line: string) => {
  const { status, stderr } = await stage.agent(code).kernel.run(["tc", ...line.split(" ")]);
  if (status !== 0) throw new Error(`tc ${line}: ${stderr}`);
};

async function counted(code: string, key: string): Promise<Record<string, Omit<EntryCounter, "key" | "direction">>> {
  const { portal } = stage.agent(code);
  await portal.reported(() => true);
  const { counters } = await portal.reported(() => true);
  const own = counters.filter((one) => one.key === key);
  return Object.fromEntries(own.map(({ direction, frames, bytes }) => [direction, { frames, bytes }]));
}

describe("an extension's rounds", () => {
  test("begin once its entries are there, and go there and back from either end", async () => {
    for (const [code, id] of [
      ["901", "there"],
      ["902", "back"],
    ] as const) {
      const { portal } = stage.agent(code);
      const rounds = () => portal.reports.flatMap(({ probes }) => probes).filter((round) => round.id === id);
      const round = await portal.until(
        () => rounds()[0],
        30_000,
        () => JSON.stringify(portal.reports.at(-1)),
      );
      expect(round.sent).toBe(5);
    }
    const round = await probe({});
    expect(round).toMatchObject({ sent: 5, arrived: 5, returned: 5 });
    expect(round.roundTrip?.least).toBeGreaterThan(0);
    expect(round.roundTrip?.most).toBeLessThan(1_000_000);
    expect(await probe({ code: "902", entry: "11/10", to: point("901", 1) })).toMatchObject({
      arrived: 5,
      returned: 5,
    });
  });

  test("are tried again within seconds until the first comes back, not in the next minute", async () => {
    await tc("901", "filter add dev p-1 ingress prio 2 protocol all matchall action drop");
    near().portal.change([probing(NEAR_ENTRY, "late", point("902", 11))]);
    const { portal } = near();
    const rounds = () => portal.reports.flatMap(({ probes }) => probes).filter((round) => round.id === "late");
    const told = () => JSON.stringify(rounds());
    const first = await portal.until(() => rounds()[0], 30_000, told);
    await tc("901", "filter del dev p-1 ingress prio 2");
    const came = await portal.until(() => rounds().find(({ returned }) => returned > 0), 30_000, told);
    near().portal.change([probing(NEAR_ENTRY, "there", point("902", 11))]);
    expect(first).toMatchObject({ sent: 5, returned: 0 });
    expect(came).toMatchObject({ sent: 5, arrived: 5, returned: 5 });
    // No turn of the minute comes so soon after the first round.
    expect((rounds()[1]?.at ?? Number.POSITIVE_INFINITY) - first.at).toBeLessThan(10_000);
  });

  test("are answered by ports between switches, and where the VLAN has another id or none", async () => {
    expect(await probe({ to: point("902", 5001) })).toMatchObject({ arrived: 5, returned: 5 });
    expect(await probe({ entry: "2/untagged", to: point("902", 21) })).toMatchObject({ arrived: 5, returned: 5 });
    const across = { entry: "2/untagged", to: point("902", 12) };
    expect(await probe(across)).toMatchObject({ arrived: 5, returned: 5 });
  });

  test("are lost when nobody has the address, and an attachment that is not there is said", async () => {
    expect(await probe({ to: point("902", 77) })).toMatchObject({ sent: 5, arrived: 0, returned: 0, roundTrip: null });
    const begun = near().portal.reported((one) => one.tasks.length > 0);
    const task = { kind: "probe", id: nextTask(), entry: "1/99", to: point("902", 11) };
    near().portal.send(probeTask.parse({ ...task, count: 1, intervalMs: 20, octets: 64 }));
    expect((await begun).tasks[0]?.error).toContain("Look whether the switch holds 1/99");
  });
});

describe("a probe's size", () => {
  test("is the cable's: exactly its MTU passes, one octet above is not let in where the machine's own would not be", async () => {
    await near().kernel.run(["ip", "link", "set", "p-1", "mtu", "1500"]);
    expect(await probe({ octets: 1518 })).toMatchObject({ sent: 5, arrived: 5, returned: 5 });
    expect(await probe({ octets: 1519 })).toMatchObject({ sent: 5, arrived: 0, returned: 0 });
    await near().kernel.run(["ip", "link", "set", "p-1", "mtu", "9000"]);
  });

  test("is the far cable's too: one octet above arrives at no machine there", async () => {
    await far().kernel.run(["ip", "link", "set", "p-11", "mtu", "1500"]);
    expect(await probe({ octets: 1518 })).toMatchObject({ arrived: 5, returned: 5 });
    expect(await probe({ octets: 1519 })).toMatchObject({ arrived: 0, returned: 0 });
    await far().kernel.run(["ip", "link", "set", "p-11", "mtu", "9000"]);
  });
});

describe("a round says where probes were lost", () => {
  test("none arrive where a rule keeps the attachment's frames out", async () => {
    await tc("901", "filter add dev p-1 ingress prio 2 protocol all matchall action drop");
    expect(await probe({})).toMatchObject({ sent: 5, arrived: 0, returned: 0 });
    await tc("901", "filter del dev p-1 ingress prio 2");
    expect(await probe({})).toMatchObject({ arrived: 5, returned: 5 });
  });

  test("on the way there: what arrives returns", async () => {
    await tc("901", "qdisc add dev l-31 root netem loss 50%");
    const round = await probe({ count: 60 });
    await tc("901", "qdisc del dev l-31 root");
    expect(round.arrived).toBeLessThan(60);
    expect(round.returned).toBe(round.arrived);
  });

  test("on the way back: more arrived than returned", async () => {
    await tc("902", "qdisc add dev l-31 root netem loss 50%");
    const round = await probe({ count: 60 });
    await tc("902", "qdisc del dev l-31 root");
    expect(round.returned).toBeGreaterThan(0);
    expect(round.arrived).toBeGreaterThan(round.returned);
  });
});

describe("the tenant", () => {
  test("is shown its own frames in its counters, and its MAC tables hold no probe point", async () => {
    const before = [await counted("901", "1/10"), await counted("902", "11/10")];
    await probe({ count: 20 });
    const frameHex = tenantFrame(RESOURCE, CLIENT, "c0c0");
    await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex, count: 3 });
    const after = [await counted("901", "1/10"), await counted("902", "11/10")];
    const more = (index: number, direction: string) => ({
      frames: (after[index]?.[direction]?.frames ?? 0) - (before[index]?.[direction]?.frames ?? 0),
      bytes: (after[index]?.[direction]?.bytes ?? 0) - (before[index]?.[direction]?.bytes ?? 0),
    });
    const sent = { frames: 3, bytes: 3 * 70 };
    expect([more(0, "in"), more(1, "out")]).toEqual([sent, sent]);
    expect([more(0, "out"), more(1, "in")]).toEqual(Array(2).fill({ frames: 0, bytes: 0 }));
    const { macs } = await near().portal.reported(() => true);
    expect(macs.filter(({ mac }) => mac.startsWith("02:d1"))).toEqual([]);
  });

  test("hears no probe, not even one that is flooded", async () => {
    const hearing = await capture(stage.lab.executor("rc"), { device: "eth0", direction: "in" });
    await probe({});
    await probe({ to: point("902", 77) });
    await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex: tenantFrame(RESOURCE, CLIENT, "beef") });
    await hearing.wait(1, 10_000);
    const { packets } = await hearing.stop();
    expect(packets.map(({ bytes }) => bytes.subarray(0, 6).toString("hex"))).toEqual([RESOURCE]);
  });

  test("reaches nobody with a probe's address, as destination or as source", async () => {
    const hearing = await capture(stage.lab.executor("rc"), { device: "eth0", direction: "in" });
    const probes = await capture(far().kernel, { device: "q-0", direction: "in" });
    const forged = point("902", 11).replaceAll(":", "");
    const origin = point("901", 1).replaceAll(":", "");
    const machine = stage.lab.executor("ca");
    for (const [to, from] of [
      [forged, origin],
      [forged, CLIENT],
      [RESOURCE, origin],
      ["ffffffffffff", origin],
    ] as const) {
      await sendFrames(machine, { device: "eth0", frameHex: tenantFrame(to, from, "0bad") });
    }
    await sendFrames(machine, { device: "eth0", frameHex: tenantFrame(RESOURCE, CLIENT, "900d") });
    await hearing.wait(1, 10_000);
    const heard = [...(await hearing.stop()).packets, ...(await probes.stop()).packets];
    expect(heard.filter(({ bytes }) => bytes.toString("hex").includes("0bad"))).toEqual([]);
    expect(heard.some(({ bytes }) => bytes.toString("hex").includes("900d"))).toBe(true);
  });

  test("with declared addresses and a limit of floods is probed as well", async () => {
    const profile = {
      bandwidth: 10_000_000,
      flood: 1_000_000,
      macs: ["02:00:00:00:00:01"],
      macQuota: null,
      carried: [],
    };
    near().portal.change([probing(NEAR_ENTRY, "there", point("902", 11), { profile })]);
    await near().portal.settled();
    expect(await probe({})).toMatchObject({ arrived: 5, returned: 5 });
    const before = await counted("901", "1/10");
    await probe({});
    expect(await counted("901", "1/10")).toEqual(before);
    near().portal.change([probing(NEAR_ENTRY, "there", point("902", 11))]);
    await near().portal.settled();
  });
});

describe("a loopback", () => {
  /** Sends a frame to the far machine until `heard` has one that is not the sender's own. */
  async function sendUntil(heard: () => boolean, mark: string): Promise<void> {
    const frameHex = tenantFrame(RESOURCE, CLIENT, mark);
    const until = Date.now() + 30_000;
    while (!heard() && Date.now() < until) {
      await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex });
    }
  }

  test("sends the tenant's frames back, addresses exchanged, and ends by its own time without the portal", async () => {
    const loopUntil = Date.now() + 8_000;
    far().portal.change([probing(FAR_ENTRY, "back", point("901", 1), { loopUntil })]);
    const returning = await capture(stage.lab.executor("ca"), { device: "eth0", direction: "in" });
    await sendUntil(() => returning.packets.length > 0, "1009");
    const { packets } = await returning.stop();
    const back = tenantFrame(CLIENT, RESOURCE, "1009");
    expect(packets[0]?.bytes.toString("hex")).toBe(back);
    await far().portal.close();
    const hearing = await capture(stage.lab.executor("rc"), { device: "eth0", direction: "in" });
    await sendUntil(() => hearing.packets.length > 0, "2009");
    const heard = (await hearing.stop()).packets;
    await far().portal.open();
    expect(heard[0]?.bytes.toString("hex")).toBe(tenantFrame(RESOURCE, CLIENT, "2009"));
    expect(Date.now()).toBeGreaterThanOrEqual(loopUntil);
  });
});
