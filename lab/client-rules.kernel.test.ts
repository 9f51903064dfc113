import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mapEntry, type ReportRequest } from "@/agent/protocol";
import { attachment, pings, type Stage, startStage } from "./agents-under-test";
import { type Capture, capture } from "./capture";
import { flood } from "./flood";
import { sendFrames } from "./frames";
import { IP, MAC, SERVED_WORLD } from "./served-world";

let stage: Stage;
const portal = () => stage.agent("905").portal;

type Draft = { id: string; match: object; action: object };
const DROP = { kind: "drop" };

/** Rules for the frames that "tagged" sends at port 1; no other port has any. */
async function rule(...rules: Draft[]): Promise<ReportRequest> {
  const pair = "100.200";
  portal().change([
    mapEntry.parse({ ...attachment(1, 10, pair, 11), ...(rules.length === 0 ? {} : { rules }) }),
    mapEntry.parse({ ...attachment(2, 20, pair, 11), innerVlan: 10 }),
    mapEntry.parse({ ...attachment(3, "untagged", pair, 11), innerVlan: 10 }),
    attachment(4, 10, "101.200", 12),
    attachment(5, 10, "101.200", 12),
  ]);
  const report = await portal().settled();
  expect(report.problems).toEqual([]);
  return report;
}

/** A report that rests on a reading begun after this call. */
function readAfterNow(): Promise<ReportRequest> {
  const now = Date.now();
  return portal().reported(({ readBackAgeMs }) => readBackAgeMs < Date.now() - now);
}

/** Nothing is left to do, the chains that were left included. */
const atRest = () =>
  portal().reported(({ entries, strays }) => strays.length === 0 && entries.every(({ state }) => state === "present"));

const hitsOf = (report: ReportRequest) =>
  Object.fromEntries(report.hits.filter(({ key }) => key === "1/10").map((it) => [it.what, [it.frames, it.dropped]]));

const hex = (mac: string) => mac.replaceAll(":", "");
const arrivals = (name: string): Promise<Capture> =>
  capture(stage.lab.executor(name), { device: "eth0", direction: "in" });
const send = (frameHex: string, count = 1) =>
  sendFrames(stage.lab.executor("tagged"), { device: "eth0", frameHex, count });

beforeAll(async () => {
  stage = await startStage(SERVED_WORLD);
});
afterAll(() => stage?.stop());

interface Ipv4 {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  readonly ports?: readonly [number, number];
}

/** An IPv4 packet without payload; nobody looks at its checksum on the way. */
function ipv4({ from, to, protocol, ports = [0, 0] }: Ipv4): string {
  const octet = (value: number) => value.toString(16).padStart(2, "0");
  const address = (text: string) => text.split(".").map(Number).map(octet).join("");
  const header = `45000028000000004${"0"}${octet(protocol)}0000${address(from)}${address(to)}`;
  return `0800${header}${ports.map((port) => port.toString(16).padStart(4, "0")).join("")}${"00".repeat(16)}`;
}

function frame(body: string, { to = MAC.other, from = MAC.tagged, tag = "8100000a" } = {}): string {
  return `${hex(to)}${hex(from)}${tag}${body}`.padEnd(2 * 68, "0");
}

const HOST = { from: "10.1.2.3", to: "10.9.9.9" };
const [ICMP, TCP, UDP] = [1, 6, 17];

/** Rules of every kind, and for each a frame that it alone matches. */
const CASES: readonly (readonly [id: string, match: object, frame: string])[] = [
  ["source", { sourceMac: "02:00:00:00:00:77" }, frame("88b5", { from: "02:00:00:00:00:77" })],
  ["destination", { destinationMac: "02:00:00:00:00:78" }, frame("88b5", { to: "02:00:00:00:00:78" })],
  ["type", { etherType: 0x88b6 }, frame("88b6")],
  ["priority", { priority: 5 }, frame("88b5", { tag: "8100a00a" })],
  ["from", { sourceIp: "172.16.5.9/12" }, frame(ipv4({ ...HOST, from: "172.31.0.1", protocol: UDP }))],
  ["to", { destinationIp: "203.0.113.7/32" }, frame(ipv4({ ...HOST, to: "203.0.113.7", protocol: UDP }))],
  ["icmp", { ipProtocol: "icmp" }, frame(ipv4({ ...HOST, protocol: ICMP }))],
  ["telnet", { ipProtocol: "tcp", destinationPort: 23 }, frame(ipv4({ ...HOST, protocol: TCP, ports: [9, 23] }))],
  ["dns", { ipProtocol: "udp", sourcePort: 53 }, frame(ipv4({ ...HOST, protocol: UDP, ports: [53, 9] }))],
];
const UNTOUCHED = frame(ipv4({ ...HOST, protocol: TCP, ports: [53, 24] }));

describe("a tenant's rules", () => {
  test("each find just the frames that they describe, and count them", async () => {
    await rule(...CASES.map(([id, match]) => ({ id, match, action: DROP })));
    const seen = await arrivals("other");
    for (const [, , frameHex] of CASES) await send(frameHex, 2);
    await send(UNTOUCHED);
    await seen.wait(1, 5_000);
    const { packets } = await seen.stop();
    expect(packets.map(({ bytes }) => bytes.toString("hex"))).toEqual([UNTOUCHED.replace("8100000a", "81000014")]);
    expect(hitsOf(await readAfterNow())).toEqual(Object.fromEntries(CASES.map(([id]) => [id, [2, 2]])));
  });

  test("are asked in their order, and the first that matches acts", async () => {
    const telnet = { ipProtocol: "tcp", destinationPort: 24 };
    await rule(
      { id: "let", match: telnet, action: { kind: "allow" } },
      { id: "stop", match: { etherType: 0x0800 }, action: DROP },
    );
    const seen = await arrivals("other");
    await send(frame(ipv4({ ...HOST, protocol: UDP })), 3);
    await send(UNTOUCHED, 2);
    expect(await seen.wait(2, 5_000)).toHaveLength(2);
    await seen.stop();
    expect(hitsOf(await readAfterNow())).toEqual({ let: [2, 0], stop: [3, 3] });
  });

  test("limit a rate, and count what they dropped for it", async () => {
    const slow = { id: "slow", match: { etherType: 0x88b5 }, action: { kind: "rate-limit", bandwidth: 1_000_000 } };
    await rule(slow);
    const seen = await capture(stage.lab.executor("other"), {
      device: "eth0",
      direction: "in",
      filter: ["vlan", "and", "ether", "proto", "0x88b5"],
      snapOctets: 64,
    });
    await send(`${hex(MAC.other)}${hex(MAC.tagged)}8100000a88b5${"cd".repeat(1400)}`, 200);
    const [frames = 0, dropped = 0] = hitsOf(await readAfterNow()).slow ?? [];
    const { packets } = await seen.stop();
    expect(frames).toBe(200);
    expect(dropped).toBe(200 - packets.length);
    expect(packets.length).toBeGreaterThan(60);
    expect(packets.length).toBeLessThan(130);
  });

  test("cannot touch another tenant who has the same VLAN and addresses", async () => {
    await rule(
      { id: "all ip", match: { etherType: 0x0800 }, action: DROP },
      { id: "all arp", match: { etherType: 0x0806 }, action: DROP },
    );
    expect(await pings(stage.lab, "tagged", IP.other)).toBe(0);
    expect(await pings(stage.lab, "rival", IP.other)).toBe(5);
  });

  test("that a hand took away or altered are put right", async () => {
    await rule({ id: "all ip", match: { etherType: 0x0800 }, action: DROP });
    await atRest();
    const { kernel } = stage.agent("905");
    const rules = async () => {
      const { stdout } = await kernel.run(["tc", "filter", "show", "dev", "p-1", "ingress"]);
      return stdout.replaceAll(/index \d+ ref \d+ bind \d+|\(rule hit \d+\)/g, "");
    };
    const before = await rules();
    const chain = /flower chain (\d+) handle 0x1 *\n *vlan_ethtype ip/.exec(before)?.[1] ?? "?";
    const place = [
      "dev",
      "p-1",
      "ingress",
      "chain",
      chain,
      "prio",
      "301",
      "protocol",
      "802.1Q",
      "handle",
      "1",
      "flower",
    ];
    for (const change of [
      ["tc", "filter", "del", ...place],
      ["tc", "filter", "replace", ...place, "vlan_ethtype", "ip", "action", "continue"],
    ]) {
      const repaired = portal().reported(({ notes }) => notes.some((note) => note.startsWith("Repaired")));
      expect((await kernel.run(change)).stderr).toBe("");
      await repaired;
      await atRest();
      expect(await rules()).toBe(before);
    }
  });
});

describe("a copy", () => {
  const COPY = { id: "copy", match: { ipProtocol: "icmp" }, action: { kind: "mirror", port: 3 } };

  test("leaves at the other port as a frame of the segment does there; the frame itself goes on unharmed", async () => {
    await rule(COPY);
    const seen = await capture(stage.lab.executor("plain"), { device: "eth0", direction: "in", filter: ["icmp"] });
    expect(await pings(stage.lab, "tagged", IP.other, 1472)).toBe(5);
    const { packets } = await seen.stop();
    const heads = packets.map(({ bytes }) => bytes.toString("hex").slice(0, 28));
    expect(heads).toEqual(Array(5).fill(`${hex(MAC.other)}${hex(MAC.tagged)}0800`));
    expect(packets.map(({ length }) => length)).toEqual(Array(5).fill(1514));
  });

  test("keeps the frame's own priority, whatever tag the copy has", async () => {
    await rule({ ...COPY, match: { etherType: 0x88b6 } });
    const seen = await arrivals("other");
    await send(frame("88b6", { tag: "8100a00a" }));
    const [packet] = await seen.wait(1, 5_000);
    await seen.stop();
    expect(packet?.bytes.toString("hex")).toBe(frame("88b6", { tag: "8100a014" }));
  });

  test("to a port where another tenant is has nowhere to go, and says so; what it stands beside goes on", async () => {
    const entry = { ...attachment(1, 10, "100.200", 11), rules: [{ ...COPY, action: { kind: "mirror", port: 5 } }] };
    portal().change([mapEntry.parse(entry)]);
    const { problems } = await portal().settled();
    expect(problems).toEqual([
      { object: "entry 1/10", code: "unknown_port", detail: expect.stringContaining("port 5") },
    ]);
    const seen = await capture(stage.lab.executor("victim"), {
      device: "eth0",
      direction: "in",
      filter: ["vlan", "and", "icmp"],
    });
    expect(await pings(stage.lab, "tagged", IP.other)).toBe(5);
    expect((await seen.stop()).packets).toEqual([]);
  });
});

describe("a change of rules", () => {
  const forbid = { id: "forbid", match: { etherType: 0x88b6 }, action: DROP };
  const more = (n: number) => ({ id: `more-${n}`, match: { ipProtocol: "tcp", destinationPort: n }, action: DROP });

  test("loses no frame and lets none pass unasked, whatever comes in meanwhile", async () => {
    await rule(forbid);
    const forbidden = await capture(stage.lab.executor("other"), {
      device: "eth0",
      direction: "in",
      filter: ["vlan", "and", "ether", "proto", "0x88b6"],
    });
    const storm = stage.lab
      .executor("tagged")
      .run(["mausezahn", "eth0", "-q", "-c", "6000", "-d", "1msec", (frame("88b6").match(/../g) ?? []).join(":")], {
        timeoutMs: 60_000,
      });
    const seen = await flood(stage.lab, "tagged", IP.other, 8, async () => {
      for (let n = 1; n <= 6; n += 1)
        await rule(...Array.from({ length: n % 3 }, (_, at) => more(10 * n + at)), forbid);
    });
    expect(seen).toEqual({ sent: expect.any(Number), lost: 0, outlasted: true });
    const { status } = await storm;
    expect(status).toBe(0);
    expect((await forbidden.stop()).packets).toEqual([]);
    const [met = 0] = hitsOf(await readAfterNow()).forbid ?? [];
    expect(met).toBe(6_000);
  });

  test("leaves no chain of the old ones behind", async () => {
    const chains = async () => {
      const { stdout } = await stage.agent("905").kernel.run(["tc", "chain", "show", "dev", "p-1", "ingress"]);
      return [...stdout.matchAll(/chain (\d+)/g)].length;
    };
    await rule(forbid);
    await atRest();
    // The first one, the rules' own and the last one.
    expect(await chains()).toBe(3);
    await rule();
    await atRest();
    expect(await chains()).toBe(1);
  });
});
