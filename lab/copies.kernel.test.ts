import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { desiredPort, type MapEntry, mapEntry, type ReportRequest } from "@/agent/protocol";
import { attachment, linkEnd, pseudowire, RING_WORLD, type Stage, startStage, trunk } from "./agents-under-test";
import { type Capture, capture } from "./capture";
import { sendFrames } from "./frames";

let stage: Stage;

const [TRUNK, WIRE, LINE] = [21, 5001, 31];
/** Tags 3 towards 902 and towards 901. */
const [TO_902, TO_901] = [1201, 1102];
const NAMES = ["ca", "ra", "rb", "rc", "rd"] as const;
type Name = (typeof NAMES)[number];

/** Copies under a pair that no segment has. */
const COPIES = { hostTag: 100, customerTag: 900 };
const copy = (port: number, to: number, clientVlan?: number | "untagged", pair = COPIES) =>
  mapEntry.parse({ kind: "copy", key: `${port}/${pair.hostTag}.${pair.customerTag}`, port, to, ...pair, clientVlan });

const PRIORITY_5 = "8100a00a";
const FROM_CA = "020000000001";
const TO_RESOURCE = "020000000050";
const BODY = `88b6${"cd".repeat(60)}`;
const match = { etherType: 0x88b6 };
const mirror = (port: number, innerVlan: number | "untagged", pair = COPIES) => ({
  ...{ id: `copy ${port} ${pair.customerTag}`, match },
  action: { kind: "mirror", port, onward: { ...pair, innerVlan } },
});
const withRules = (entry: MapEntry, ...rules: object[]) => mapEntry.parse({ ...entry, rules });

/**
 * VLAN 10 of the client system is between ca and ra on 901. Its VLAN 20 is between rb on 901 and rc on 902, over the
 * trunk. At rd another tenant has VLAN 10.
 */
const CA = attachment(1, 10, "100.200", 11);
const RB = attachment(12, 20, "100.201", 12);
const NEAR = [attachment(11, 10, "100.200", 11), trunk(TRUNK, "100.201", 12)];
const RC = attachment(11, 20, "100.201", 72);
const FAR = [trunk(TRUNK, "100.201", 72), attachment(12, 10, "101.200", 73)];

/** Both switches hold these entries and no others. */
async function hold(near: readonly MapEntry[], far: readonly MapEntry[]): Promise<ReportRequest[]> {
  for (const [code, entries] of [["901", near] as const, ["902", far] as const]) {
    const { portal } = stage.agent(code);
    const keys = new Set(entries.map(({ key }) => key));
    const gone = portal.desired.entries.flatMap(({ key }) => (keys.has(key) ? [] : [key]));
    portal.change(entries, gone);
  }
  const reports = await Promise.all(["901", "902"].map((code) => stage.agent(code).portal.settled()));
  expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
  return reports;
}

/** What comes to each machine of the frames with our EtherType, while a machine sends some. */
async function heard(act: () => Promise<void>, expected: Partial<Record<Name, number>>) {
  const captures = new Map<Name, Capture>();
  for (const name of NAMES) {
    const filter = ["ether", "proto", "0x88b6", "or", "(", "vlan", "and", "ether", "proto", "0x88b6", ")"];
    captures.set(name, await capture(stage.lab.executor(name), { device: "eth0", direction: "in", filter }));
  }
  await act();
  for (const [name, seen] of captures) await seen.wait(expected[name] ?? 0, 5_000);
  const all: Partial<Record<Name, string[]>> = {};
  for (const [name, seen] of captures) {
    const { packets } = await seen.stop();
    if (packets.length > 0) all[name] = packets.map(({ bytes }) => bytes.toString("hex"));
  }
  return all;
}

const send = (name: Name, frameHex: string, count = 1) =>
  sendFrames(stage.lab.executor(name), { device: "eth0", frameHex, count });
const framed = (tag: string, from = FROM_CA, to = TO_RESOURCE) => `${to}${from}${tag}${BODY}`;

/** A report that rests on a reading begun after this call. */
function readAfterNow(code: string): Promise<ReportRequest> {
  const now = Date.now();
  return stage.agent(code).portal.reported(({ readBackAgeMs }) => readBackAgeMs < Date.now() - now);
}

beforeAll(async () => {
  stage = await startStage(RING_WORLD);
  for (const [code, ...tags] of [["901", TO_902, TO_901] as const, ["902", TO_901, TO_902] as const]) {
    const ports = [desiredPort.parse({ kind: "trunk", number: TRUNK }), pseudowire(WIRE, [LINE, ...tags])];
    stage.agent(code).portal.alter({ ports, links: [await linkEnd(stage, code, LINE, ["vpls"])] });
  }
});
afterAll(() => stage?.stop());

describe.each([
  ["over a trunk", TRUNK],
  ["over a pseudowire", WIRE],
])("copies to a resource on another switch, %s", (_, port) => {
  test("arrive octet for octet as frames of the extension there; the frame itself goes on, and nobody else hears", async () => {
    await hold([withRules(CA, mirror(port, 20)), RB, ...NEAR], [RC, ...FAR, copy(port, 11, 20)]);
    const all = await heard(() => send("ca", framed(PRIORITY_5), 3), { ra: 3, rc: 3 });
    expect(all).toEqual({
      ra: Array(3).fill(framed(PRIORITY_5)),
      rc: Array(3).fill(framed("8100a014")),
    });
    const [near, far] = [await readAfterNow("901"), await readAfterNow("902")];
    expect(near.hits.find(({ what }) => what === `copy ${port} 900`)).toMatchObject({ frames: 3, dropped: 0 });
    const counted = far.counters.filter(({ key }) => key === `${port}/100.900`);
    expect(counted).toEqual([{ key: `${port}/100.900`, direction: "in", frames: 3, bytes: 3 * (78 + 8) }]);
  });

  test("pass a switch in between with their pair on, and leave untagged where the extension does", async () => {
    const back = port === TRUNK ? WIRE : TRUNK;
    const plain = mapEntry.parse({ ...attachment(12, "untagged", "100.201", 12), innerVlan: 20 });
    const near = [withRules(CA, mirror(port, 20)), plain, ...NEAR];
    await hold([...near, copy(back, 12, "untagged")], [RC, ...FAR, copy(port, back)]);
    const all = await heard(() => send("ca", framed(PRIORITY_5)), { ra: 1, rb: 1 });
    expect(all).toEqual({ ra: [framed(PRIORITY_5)], rb: [framed("")] });
  });

  test("that nothing leads on any more end where they come in; the frame itself goes on", async () => {
    await hold([withRules(CA, mirror(port, 20)), RB, ...NEAR], [RC, ...FAR]);
    const all = await heard(() => send("ca", framed(PRIORITY_5), 2), { ra: 2 });
    expect(all).toEqual({ ra: Array(2).fill(framed(PRIORITY_5)) });
  });

  test("go both ways at once without one that learns from the other's", async () => {
    const other = { ...COPIES, customerTag: 901 };
    await hold(
      [withRules(CA, mirror(port, 20)), RB, ...NEAR, copy(port, 11, 10, other)],
      [withRules(RC, mirror(port, 10, other)), ...FAR, copy(port, 11, 20)],
    );
    const toAll = "ffffffffffff";
    const all = await heard(
      async () => {
        await send("ca", framed("8100000a", FROM_CA, toAll));
        await send("rc", framed("81000014", TO_RESOURCE, toAll));
        await send("ca", framed("8100000a"));
      },
      { ra: 3, rb: 1, rc: 2 },
    );
    expect(all).toEqual({
      ra: [framed("8100000a", FROM_CA, toAll), framed("8100000a", TO_RESOURCE, toAll), framed("8100000a")],
      rb: [framed("81000014", TO_RESOURCE, toAll)],
      rc: [framed("81000014", FROM_CA, toAll), framed("81000014")],
    });
  });
});

describe("a profile", () => {
  const limits = { flood: null, macs: null, macQuota: null, carried: [] };

  test("of who is copied holds for copies to other switches by themselves: what is over is not copied, and goes on", async () => {
    const profile = { ...limits, bandwidth: 1_000_000 };
    const pair = { ...COPIES, customerTag: 903 };
    const rules = [mirror(TRUNK, 20, pair), { id: "all", match, action: { kind: "allow" } }];
    const limited = mapEntry.parse({ ...CA, profile, rules });
    await hold([limited, RB, ...NEAR], [RC, ...FAR, copy(TRUNK, 11, 20, pair)]);
    const seen = await capture(stage.lab.executor("rc"), { device: "eth0", direction: "in", snapOctets: 64 });
    await send("ca", `${TO_RESOURCE}${FROM_CA}8100000a88b6${"cd".repeat(1400)}`, 200);
    const hits = (await readAfterNow("901")).hits.filter(({ key }) => key === "1/10");
    const { packets } = await seen.stop();
    const of = (name: string) => hits.find(({ what }) => what === name);
    expect(of("copy 21 903")).toMatchObject({ frames: 200, dropped: 0 });
    expect(of("all")).toMatchObject({ frames: 200 });
    const copies = packets.filter(({ bytes }) => bytes.toString("hex").includes("88b6cdcd"));
    expect(copies.length).toBeGreaterThan(50);
    expect(copies.length).toBeLessThan(150);
  });

  test("of the extension to the resource holds for what leaves there", async () => {
    const profile = { ...limits, bandwidth: 1_000_000 };
    const pair = { ...COPIES, customerTag: 904 };
    await hold(
      [withRules(CA, mirror(TRUNK, 20, pair)), RB, ...NEAR],
      [mapEntry.parse({ ...RC, profile }), ...FAR, copy(TRUNK, 11, 20, pair)],
    );
    const seen = await capture(stage.lab.executor("rc"), { device: "eth0", direction: "in", snapOctets: 64 });
    await send("ca", `${TO_RESOURCE}${FROM_CA}8100000a88b6${"cd".repeat(1400)}`, 200);
    const { counters } = await readAfterNow("902");
    const { packets } = await seen.stop();
    expect(counters.find(({ key }) => key === `${TRUNK}/100.904`)).toMatchObject({ frames: 200 });
    const copies = packets.filter(({ bytes }) => bytes.toString("hex").includes("88b6cdcd"));
    expect(copies.length).toBeGreaterThan(50);
    expect(copies.length).toBeLessThan(150);
  });
});
