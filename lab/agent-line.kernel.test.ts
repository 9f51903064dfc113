import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { wireOf } from "@/agent/encapsulation/registry";
import { type DesiredLink, desiredLink, type MapEntry, portNumber, type ReportRequest } from "@/agent/protocol";
import {
  type AgentUnderTest,
  attachment,
  linkEnd,
  macOf,
  pings,
  pseudowire,
  type Stage,
  startStage,
  trunk,
} from "./agents-under-test";
import { capture } from "./capture";
import { sendFrames } from "./frames";

let stage: Stage;
let near: AgentUnderTest;
let far: AgentUnderTest;

/** Tags 3 towards 902 and towards 901. */
const [TO_FAR, TO_NEAR] = [1201, 1102];
/** Two tenants with equal VLAN, IP and MAC cross the line, and a third VLAN untagged. */
const NEAR_MAP = [
  ...[attachment(1, 10, "100.200", 11), trunk(5001, "100.200", 11)],
  ...[attachment(2, 10, "101.200", 12), trunk(5001, "101.200", 12)],
  ...[attachment(1, "untagged", "100.201", 13), trunk(5001, "100.201", 13)],
];
const FAR_MAP = [
  ...[attachment(11, 10, "100.200", 71), trunk(5001, "100.200", 71)],
  ...[attachment(12, 10, "101.200", 72), trunk(5001, "101.200", 72)],
  ...[attachment(11, "untagged", "100.201", 73), trunk(5001, "100.201", 73)],
];

/** One agent's side of a pseudowire over the line. */
async function join(one: AgentUnderTest, tags: [number, number], link: DesiredLink, entries: readonly MapEntry[]) {
  one.portal.alter({ ports: [pseudowire(5001, [31, ...tags])], links: [link], entries });
  return one.portal.reported(({ hash }) => hash === one.portal.desired.hash);
}

const withoutFarEnd = desiredLink.parse({ medium: "line", number: 31, send: "vpls", accept: ["vpls"], farMac: null });

beforeAll(async () => {
  stage = await startStage();
  [near, far] = [stage.agent("901"), stage.agent("902")];
});
afterAll(() => stage?.stop());

const TO_ALL = "ffffffffffff020000000001";
const octets = (hex: string, from: number, count: number) => hex.slice(2 * from, 2 * (from + count));

describe("two agents and a dedicated line", () => {
  test("both tell the portal the MAC of their end of the line", async () => {
    const told = near.portal.joins[0]?.interfaces.find(({ name }) => name === "l-31");
    expect(told).toEqual({ port: 31, name: "l-31", mac: await macOf(near.kernel, "l-31"), mtu: 9100 });
  });

  test("until the far end is known, nothing crosses and the entries say why", async () => {
    await join(far, [TO_NEAR, TO_FAR], await linkEnd(stage, "902", 31, ["vpls"]), FAR_MAP);
    const { entries, problems } = await join(near, [TO_FAR, TO_NEAR], withoutFarEnd, NEAR_MAP);
    expect(problems).toContainEqual({ object: "link 31", code: "far_end_unknown", detail: expect.any(String) });
    const state = entries.find(({ key }) => key === "5001/100.200");
    expect(state).toMatchObject({ state: "missing", detail: expect.stringContaining("not reported its MAC") });
    expect(await pings(stage.lab, "ca", "192.168.0.50")).toBe(0);
  });

  test("tenants with equal everything reach their own resource across the line, at full size", async () => {
    near.portal.alter({ links: [await linkEnd(stage, "901", 31, ["vpls"])] });
    expect((await near.portal.settled()).problems).toEqual([]);
    const atD = await capture(stage.lab.executor("rd"), { device: "eth0", direction: "in" });
    expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5);
    expect(await pings(stage.lab, "ca", "198.18.0.50", 1472)).toBe(5);
    expect((await atD.stop()).packets).toEqual([]);
    expect(await pings(stage.lab, "cb", "192.168.0.50", 1472)).toBe(5);
  });

  test("on the line stand the label, S as 0x88a8, C as 0x8100, then the client's own tag and frame", async () => {
    const wire = await capture(near.kernel, { device: "l-31", direction: "out", filter: ["mpls"] });
    const frameHex = `${TO_ALL}8100000a88b5${"cd".repeat(46)}`;
    await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex });
    await wire.wait(1, 5_000);
    const hex = (await wire.stop()).packets[0]?.bytes.toString("hex") ?? "";
    expect(octets(hex, 12, 2)).toBe("8847");
    expect(Number.parseInt(octets(hex, 14, 3), 16) >> 4).toBe(TO_FAR);
    expect(Number.parseInt(octets(hex, 16, 1), 16) & 1).toBe(1);
    expect(octets(hex, 18, 12)).toBe(TO_ALL);
    expect(octets(hex, 30, 8)).toBe("88a80064810000c8");
    expect(hex.slice(2 * 38)).toBe(frameHex.slice(2 * 12));
  });
});

describe("a second pseudowire over the line, of a way of its own", () => {
  const SECOND = 5002;
  const MOVED = "101.200";

  /** Second pseudowire and the segment on it, or neither; first comes what the other rests on. */
  async function take(isThere: boolean) {
    for (const [{ portal }, tags, segment] of [
      [near, [1203, 1104], 12],
      [far, [1104, 1203], 72],
    ] as const) {
      const [first, second] = [trunk(5001, MOVED, segment), trunk(SECOND, MOVED, segment)];
      if (isThere) portal.alter({ ports: [pseudowire(SECOND, [31, ...tags])] });
      portal.change([isThere ? second : first], [isThere ? first.key : second.key]);
      if (!isThere) portal.alter({}, { ports: [portNumber.parse(SECOND)] });
    }
    const reports = await Promise.all([near, far].map(({ portal }) => portal.settled()));
    expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
  }

  const textOf = () => Promise.all([near, far].map(({ kernel }) => kernel.run(["ip", "-br", "link", "show"])));
  const namesOf = async () => (await textOf()).map(({ stdout }) => stdout.match(/^\S+/gm)?.sort());

  test("comes and goes whole, again and again, and takes nothing of the first with it", async () => {
    const before = await namesOf();
    for (const _ of [1, 2]) {
      await take(true);
      expect(await namesOf()).not.toEqual(before);
      expect(await pings(stage.lab, "cb", "192.168.0.50", 1472)).toBe(5);
      await take(false);
      expect(await namesOf()).toEqual(before);
      for (const client of ["ca", "cb"]) expect(await pings(stage.lab, client, "192.168.0.50", 1472)).toBe(5);
    }
    expect(await near.kernel.run(["tc", "filter", "show", "dev", "l-31", "ingress"])).not.toMatchObject({
      stdout: expect.stringContaining("1104"),
    });
  });
});

describe("counters", () => {
  // The machine's own ARP would come between the counted frames.
  beforeAll(async () => {
    const stdin = "link set dev eth0 arp off\nlink set dev v10 arp off\nlink set dev v20 arp off\n";
    await stage.lab.executor("ca").run(["ip", "-batch", "-"], { stdin });
  });

  test("frames and octets of each rule are those of the wire, tagged, untagged and under the label", async () => {
    const before = { near: await readAfterNow(near), far: await readAfterNow(far) };
    const shapes = [
      { device: "eth0", frameHex: `${TO_ALL}8100000a88b5${"cd".repeat(100)}`, count: 40 },
      { device: "eth0", frameHex: `${TO_ALL}8100000a88b5${"cd".repeat(1400)}`, count: 7 },
      { device: "eth0", frameHex: `${TO_ALL}88b5${"cd".repeat(300)}`, count: 20 },
    ];
    const watched = [
      { place: stage.lab.executor("ca"), device: "eth0", direction: "out" },
      { place: near.kernel, device: "l-31", direction: "out" },
      { place: far.kernel, device: "l-31", direction: "in" },
      { place: stage.lab.executor("rc"), device: "eth0", direction: "in" },
    ] as const;
    // Few octets of each frame: libpcap's ring then has room for all of them.
    const captures = await Promise.all(
      watched.map(({ place, ...options }) => capture(place, { ...options, snapOctets: 100 })),
    );
    for (const shape of shapes) await sendFrames(stage.lab.executor("ca"), shape);
    await Promise.all(captures.map((one) => one.wait(67, 10_000)));
    const seen = await Promise.all(captures.map((one) => one.stop()));
    // The other tenant's machines may ask for addresses meanwhile; ours send nothing but these.
    const [sent, leaving, entering, arrived] = seen.map(({ packets }) => ({
      tagged: total(packets.filter(({ bytes }) => bytes.includes(Buffer.from("8100000a88b5", "hex")))),
      untagged: total(
        packets.filter(
          ({ bytes }) =>
            bytes.includes(Buffer.from("000188b5", "hex")) || bytes.includes(Buffer.from("00c988b5", "hex")),
        ),
      ),
    }));
    const after = { near: await readAfterNow(near), far: await readAfterNow(far) };
    const grown = (side: "near" | "far", key: string, direction: "in" | "out") =>
      difference(countOf(after[side], key, direction), countOf(before[side], key, direction));
    expect(grown("near", "1/10", "in")).toEqual(sent?.tagged);
    expect(grown("near", "1/untagged", "in")).toEqual(sent?.untagged);
    expect(grown("near", "5001/100.200", "out")).toEqual(beforeLabel(leaving?.tagged));
    expect(grown("near", "5001/100.201", "out")).toEqual(beforeLabel(leaving?.untagged));
    expect(grown("far", "5001/100.200", "in")).toEqual(beforeLabel(entering?.tagged));
    expect(grown("far", "5001/100.201", "in")).toEqual(beforeLabel(entering?.untagged));
    expect(grown("far", "11/10", "out")).toEqual(arrived?.tagged);
    expect(grown("far", "11/untagged", "out")).toEqual(arrived?.untagged);
    expect(sent?.tagged).toEqual({ frames: 47, bytes: 40 * 118 + 7 * 1418 });
  });

  test("a counter goes on from where it was when its rule is made anew", async () => {
    const before = countOf(await readAfterNow(near), "1/10", "in");
    const argv = ["tc", "filter", "del", "dev", "p-1", "ingress", "prio", "10", "protocol", "802.1Q", "handle", "10"];
    await near.kernel.run([...argv, "flower"]);
    await near.portal.reported(({ notes }) => notes.some((note) => note.startsWith("Repaired")), 5_000);
    await near.portal.settled();
    const frameHex = `${TO_ALL}8100000a88b5${"cd".repeat(100)}`;
    await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex, count: 3 });
    const grown = (report: ReportRequest) => countOf(report, "1/10", "in").frames >= before.frames + 3;
    expect(countOf(await near.portal.reported(grown), "1/10", "in")).toEqual({
      frames: before.frames + 3,
      bytes: before.bytes + 3 * 118,
    });
  });
});

/** A report that rests on a reading begun after this call. */
function readAfterNow(agent: AgentUnderTest): Promise<ReportRequest> {
  const now = Date.now();
  return agent.portal.reported(({ readBackAgeMs }) => readBackAgeMs < Date.now() - now);
}

interface Count {
  readonly frames: number;
  readonly bytes: number;
}

function total(packets: readonly { length: number }[]): Count {
  return { frames: packets.length, bytes: packets.reduce((sum, { length }) => sum + length, 0) };
}

/** A pseudowire counts frames with their pair: before the line puts its label and an Ethernet header around them. */
function beforeLabel({ frames, bytes }: Count = { frames: 0, bytes: 0 }): Count {
  return { frames, bytes: bytes - frames * wireOf("vpls").overhead };
}

function countOf(report: ReportRequest | undefined, key: string, direction: "in" | "out"): Count {
  const found = report?.counters.find((item) => item.key === key && item.direction === direction);
  return { frames: found?.frames ?? 0, bytes: found?.bytes ?? 0 };
}

function difference(after: Count, before: Count): Count {
  return { frames: after.frames - before.frames, bytes: after.bytes - before.bytes };
}
