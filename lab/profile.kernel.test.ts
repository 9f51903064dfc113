import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONTROL_PROTOCOLS, controlAddress } from "@/agent/control-frames";
import type { StreamHandle } from "@/agent/executor";
import { desiredPort, type MapEntry, mapEntry, type ReportRequest, type ServiceProfile } from "@/agent/protocol";
import { attachment, pings, type Stage, startStage } from "./agents-under-test";
import { capture } from "./capture";
import { sendFrames } from "./frames";
import { IP, MAC, SERVED_WORLD } from "./served-world";

let stage: Stage;
const LIMITLESS = { bandwidth: null, flood: null, macs: null, macQuota: null, carried: [] };

/** One segment of three machines with a VLAN id each, and another tenant's of two. */
function map(profiles: Record<number, Partial<Record<keyof ServiceProfile, unknown>>> = {}): MapEntry[] {
  const entry = (port: number, vlan: number | "untagged", more: object) => {
    const profile = profiles[port] === undefined ? {} : { profile: { ...LIMITLESS, ...profiles[port] } };
    return mapEntry.parse({ ...attachment(port, vlan, "100.200", 11), ...more, ...profile });
  };
  return [
    entry(1, 10, {}),
    entry(2, 20, { innerVlan: 10 }),
    entry(3, "untagged", { innerVlan: 10 }),
    attachment(4, 10, "101.200", 12),
    attachment(5, 10, "101.200", 12),
  ];
}

const portal = () => stage.agent("905").portal;

async function serve(profiles: Parameters<typeof map>[0]): Promise<ReportRequest> {
  portal().change(map(profiles));
  const report = await portal().settled();
  expect(report.problems).toEqual([]);
  return report;
}

/** A report that rests on a reading begun after this call. */
function readAfterNow(): Promise<ReportRequest> {
  const now = Date.now();
  return portal().reported(({ readBackAgeMs }) => readBackAgeMs < Date.now() - now);
}

function hits(report: ReportRequest, key: string, what: string): { frames: number; dropped: number } {
  const found = report.hits.find((one) => one.key === key && one.what === what);
  return { frames: found?.frames ?? 0, dropped: found?.dropped ?? 0 };
}

function counted(report: ReportRequest, key: string, direction: "in" | "out"): number {
  return report.counters.find((one) => one.key === key && one.direction === direction)?.frames ?? 0;
}

const hex = (mac: string) => mac.replaceAll(":", "");
const BODY = (octets: number) => `88b5${"cd".repeat(octets)}`;

beforeAll(async () => {
  stage = await startStage(SERVED_WORLD);
});
afterAll(() => stage?.stop());

/** The machines' own ARP would come between counted frames. */
async function quiet(isQuiet: boolean): Promise<void> {
  const devices = { tagged: "v10", other: "v20", plain: "eth0", rival: "v10", victim: "v10" };
  for (const [name, device] of Object.entries(devices)) {
    await stage.lab.executor(name).run(["ip", "link", "set", device, "arp", isQuiet ? "off" : "on"]);
  }
}

/** A server in the machine "other", once it listens. */
function listening(argv: readonly string[]): Promise<StreamHandle> {
  return new Promise((resolve, reject) => {
    const handle = stage.lab.executor("other").stream(argv, {
      onStdout: (chunk) => chunk.includes("listening") && resolve(handle),
      onEnd: (status) => reject(new Error(`${argv.join(" ")} ended with ${status}`)),
    });
  });
}

describe("a bandwidth", () => {
  const RATE = 20_000_000;

  test.each([
    ["in", []],
    ["out", ["-R"]],
  ])("is reached by TCP and not passed, in the direction %s", async (_, direction) => {
    await serve({ 1: { bandwidth: RATE } });
    const server = await listening(["iperf3", "-s", "-1", "--forceflush"]);
    const argv = ["iperf3", "-c", IP.other, "-t", "4", "-O", "1", "-J", ...direction];
    const { stdout } = await stage.lab.executor("tagged").run(argv, { timeoutMs: 30_000 });
    server.stop();
    const rate = Number(/"sum_received":[^}]*?"bits_per_second":\s*([\d.e+]+)/s.exec(stdout)?.[1]) / RATE;
    console.log(`TCP ${_}: ${rate.toFixed(3)} of the rate`);
    expect(rate).toBeGreaterThan(0.85);
    expect(rate).toBeLessThan(1.05);
  });

  test("drops what is over it, counts each dropped frame, and counts as passed just what came out", async () => {
    await quiet(true);
    await serve({ 1: { bandwidth: 1_000_000 } });
    const before = await readAfterNow();
    const out = await capture(stage.lab.executor("other"), { device: "eth0", direction: "in", snapOctets: 64 });
    const frameHex = `${hex(MAC.other)}${hex(MAC.tagged)}8100000a${BODY(1_400)}`;
    await sendFrames(stage.lab.executor("tagged"), { device: "eth0", frameHex, count: 200 });
    const after = await readAfterNow();
    const passed = counted(after, "1/10", "in") - counted(before, "1/10", "in");
    const { packets } = await out.stop();
    await quiet(false);
    console.log(`bandwidth: ${passed} of 200 passed`);
    expect(packets).toHaveLength(passed);
    expect(passed).toBeGreaterThan(60);
    expect(passed).toBeLessThan(130);
    const met = hits(before, "1/10", "bandwidth in");
    expect(hits(after, "1/10", "bandwidth in")).toEqual({
      frames: met.frames + 200,
      dropped: met.dropped + 200 - passed,
    });
  });

  test("that a hand has changed is put right", async () => {
    await serve({ 1: { bandwidth: 1_000_000 } });
    await portal().reported(({ strays }) => strays.length === 0);
    const { kernel } = stage.agent("905");
    const police = async () => (await kernel.run(["tc", "actions", "list", "action", "police"])).stdout;
    const [, index = "?"] = /police 0x([0-9a-f]+) rate 1Mbit/.exec(await police()) ?? [];
    const repaired = portal().reported(({ notes }) => notes.some((note) => note.startsWith("Repaired")));
    const spec = ["rate", "9mbit", "burst", "90180", "mtu", "65535", "overhead", "18", "conform-exceed", "drop/pipe"];
    const changed = await kernel.run([
      "tc",
      "actions",
      "change",
      "action",
      "police",
      ...spec,
      "index",
      String(Number(`0x${index}`)),
    ]);
    expect(changed.stderr).toBe("");
    await repaired;
    await portal().settled();
    expect(await police()).toMatch(/rate 1Mbit/);
    expect(await police()).not.toMatch(/rate 9Mbit/);
  });
});

describe("a limit for floods", () => {
  /** The machine "other" speaks, and the agent has told the rules that it is there. */
  async function known(mac: string): Promise<void> {
    await sendFrames(stage.lab.executor("other"), {
      device: "eth0",
      frameHex: `${"ff".repeat(6)}${hex(mac)}81000014${BODY(60)}`,
      count: 1,
    });
    await portal().reported(({ macs }) => macs.some((one) => one.port === 2 && one.mac === mac));
    const { kernel } = stage.agent("905");
    const argv = ["tc", "filter", "show", "dev", "p-1", "ingress"];
    while (!(await kernel.run(argv)).stdout.includes(`dst_mac ${mac}`)) await portal().reported(() => true);
  }

  test("drops broadcast, multicast and unknown unicast that is over it together, and leaves known unicast alone", async () => {
    await quiet(true);
    await serve({ 1: { flood: 500_000 } });
    await known(MAC.other);
    const before = await readAfterNow();
    const frame = (to: string) => `${to}${hex(MAC.tagged)}8100000a${BODY(1_400)}`;
    for (const to of ["ffffffffffff", "01005e000001", "0200000000ee", hex(MAC.other)]) {
      await sendFrames(stage.lab.executor("tagged"), { device: "eth0", frameHex: frame(to), count: 100 });
    }
    const after = await readAfterNow();
    await quiet(false);
    const grown = (what: "frames" | "dropped") =>
      hits(after, "1/10", "flood")[what] - hits(before, "1/10", "flood")[what];
    console.log(`flood: ${grown("dropped")} of ${grown("frames")} dropped`);
    expect(grown("frames")).toBe(300);
    expect(grown("dropped")).toBeGreaterThan(150);
    expect(grown("dropped")).toBeLessThan(250);
    expect(counted(after, "1/10", "in") - counted(before, "1/10", "in")).toBe(400 - grown("dropped"));
  });
});

describe("what a port accepts", () => {
  const accept = (accepts?: "tagged" | "untagged") => {
    portal().alter({ ports: [1, 3].map((number) => desiredPort.parse({ number, kind: "client", accepts })) });
    return portal().settled();
  };
  const drops = ({ drops }: ReportRequest, at: number) => drops.find(({ port }) => port === at)?.frames ?? 0;
  const sending = (from: string, frameHex: string) =>
    sendFrames(stage.lab.executor(from), { device: "eth0", frameHex, count: 10 });
  const plain = `${hex(MAC.other)}${hex(MAC.plain)}${BODY(60)}`;
  const tagged = `${hex(MAC.other)}${hex(MAC.tagged)}8100000a${BODY(60)}`;

  beforeAll(() => quiet(true));
  afterAll(async () => {
    await accept();
    await quiet(false);
  });

  const ofPlain = { from: "plain", frame: plain, port: 3, key: "3/untagged" };
  const ofTagged = { from: "tagged", frame: tagged, port: 1, key: "1/10" };

  test.each([
    { accepts: "tagged", admitted: ofTagged, refused: ofPlain } as const,
    { accepts: "untagged", admitted: ofPlain, refused: ofTagged } as const,
  ])("$accepts frames: the others die where they come in, and are counted", async ({ accepts, admitted, refused }) => {
    await serve({});
    expect((await accept(accepts)).problems).toEqual([]);
    const before = await readAfterNow();
    for (const { from, frame } of [refused, admitted]) await sending(from, frame);
    const after = await readAfterNow();
    const grown = (key: string) => counted(after, key, "in") - counted(before, key, "in");
    expect(drops(after, refused.port) - drops(before, refused.port)).toBe(10);
    expect(grown(refused.key)).toBe(0);
    expect(grown(admitted.key)).toBe(10);
  });
});

describe("declared addresses", () => {
  test("alone may send; frames of others are dropped and counted, and neighbours are as before", async () => {
    await serve({ 1: { macs: [MAC.tagged] } });
    expect(await pings(stage.lab, "tagged", IP.other)).toBe(5);
    expect(await pings(stage.lab, "rival", IP.other)).toBe(5);
    await quiet(true);
    const before = await readAfterNow();
    const strange = `${hex(MAC.other)}0200000000998100000a${BODY(100)}`;
    await sendFrames(stage.lab.executor("tagged"), { device: "eth0", frameHex: strange, count: 50 });
    const after = await readAfterNow();
    await quiet(false);
    const dropped = hits(before, "1/10", "macs").dropped + 50;
    expect(hits(after, "1/10", "macs")).toEqual({ frames: dropped, dropped });
    expect(counted(after, "1/10", "in")).toBe(counted(before, "1/10", "in"));
    expect(after.macs.filter(({ mac }) => mac === "02:00:00:00:00:99")).toEqual([]);
  });
});

describe("a quota of addresses", () => {
  const QUOTA = 3;
  const known = (report: ReportRequest, port: number) =>
    report.macs.filter((one) => one.port === port).map(({ mac }) => mac);

  /** Frames from so many random addresses, as fast as they go. */
  async function fake(count: number): Promise<void> {
    const argv = ["mausezahn", "eth0", "-q", "-c", String(count), "-a", "rand", "-b", MAC.other, "-Q", "10"];
    const { status } = await stage.lab
      .executor("tagged")
      .run([...argv, "-t", "udp", "dp=9", "-B", IP.other, "-p", "40"]);
    expect(status).toBe(0);
  }

  test("bounds what the bridge learns, keeps who came first, and leaves neighbours alone", async () => {
    await serve({ 1: { macQuota: QUOTA } });
    expect(await pings(stage.lab, "rival", IP.other)).toBe(5);
    expect(await pings(stage.lab, "tagged", IP.other)).toBe(5);
    await portal().reported((report) => known(report, 1).length === 1 && known(report, 4).length === 1);
    await quiet(true);
    const start = performance.now();
    await fake(2_000);
    const admits = (report: ReportRequest) => report.hits.some((one) => one.key === "1/10" && one.what === "macs");
    const bounded = await portal().reported((report) => admits(report) && known(report, 1).length <= QUOTA);
    console.log(`quota: bounded ${Math.round(performance.now() - start)} ms after the flood began`);
    const before = hits(bounded, "1/10", "macs").dropped;
    const strange = `${hex(MAC.other)}0200000000998100000a${BODY(100)}`;
    await sendFrames(stage.lab.executor("tagged"), { device: "eth0", frameHex: strange, count: 500 });
    const after = await readAfterNow();
    expect(hits(after, "1/10", "macs").dropped - before).toBe(500);
    expect(known(after, 1).length).toBeLessThanOrEqual(QUOTA);
    expect(known(after, 4)).toEqual([MAC.tagged]);
    await quiet(false);
    expect(await pings(stage.lab, "tagged", IP.other)).toBe(5);
    expect(await pings(stage.lab, "rival", IP.other)).toBe(5);
  });
});

describe("control frames", () => {
  const frame = (protocol: (typeof CONTROL_PROTOCOLS)[number], tag: string) =>
    `${hex(controlAddress(protocol))}${hex(MAC.plain)}${tag}8809${"ab".repeat(60)}`;

  /** What of all control frames, sent at port 3 untagged, arrives at port 1 under its VLAN. */
  async function arriving(): Promise<string[]> {
    const seen = await capture(stage.lab.executor("tagged"), { device: "eth0", direction: "in" });
    for (const protocol of CONTROL_PROTOCOLS) {
      await sendFrames(stage.lab.executor("plain"), { device: "eth0", frameHex: frame(protocol, "") });
    }
    // Frames keep their order: behind this one no other comes.
    const last = `ffffffffffff${hex(MAC.plain)}${BODY(60)}`;
    await sendFrames(stage.lab.executor("plain"), { device: "eth0", frameHex: last });
    const isLast = (bytes: Buffer) => bytes.toString("hex").startsWith("ffffffffffff");
    for (let count = 1; !seen.packets.some(({ bytes }) => isLast(bytes)); count += 1) await seen.wait(count, 5_000);
    const { packets } = await seen.stop();
    return packets.filter(({ bytes }) => !isLast(bytes)).map(({ bytes }) => bytes.toString("hex"));
  }

  beforeAll(() => quiet(true));
  afterAll(() => quiet(false));

  test("that were ordered come out at the other ports byte for byte, all others are dropped and counted", async () => {
    const carried = ["lacp", "lldp"] as const;
    await serve({ 1: { carried: [...carried] }, 3: { carried: [...carried] } });
    const before = await readAfterNow();
    expect(await arriving()).toEqual(carried.map((protocol) => frame(protocol, "8100000a")));
    const after = await readAfterNow();
    const grown = (what: "frames" | "dropped") =>
      hits(after, "3/untagged", "control")[what] - hits(before, "3/untagged", "control")[what];
    expect({ frames: grown("frames"), dropped: grown("dropped") }).toEqual({ frames: 5, dropped: 3 });
  });

  test("each of the five can be carried", async () => {
    const carried = [...CONTROL_PROTOCOLS];
    await serve({ 1: { carried }, 3: { carried } });
    expect(await arriving()).toEqual(carried.map((protocol) => frame(protocol, "8100000a")));
  });

  test("do not come out where they were not ordered", async () => {
    await serve({ 1: {}, 3: { carried: [...CONTROL_PROTOCOLS] } });
    const before = await readAfterNow();
    expect(await arriving()).toEqual([]);
    const after = await readAfterNow();
    expect(hits(after, "1/10", "control").dropped - hits(before, "1/10", "control").dropped).toBe(5);
  });
});

describe("a port without a profile", () => {
  test("has the single rule again that it had before", async () => {
    await serve({});
    await portal().reported(({ strays }) => strays.length === 0);
    const { stdout } = await stage.agent("905").kernel.run(["tc", "filter", "show", "dev", "p-1", "ingress"]);
    expect(stdout).not.toMatch(/police|goto|chain [1-9]/);
    expect((await portal().settled()).hits).toEqual([]);
    expect(await pings(stage.lab, "tagged", IP.other, 1472)).toBe(5);
  });
});
