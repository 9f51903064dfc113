import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LINE_ENCAPSULATIONS, PROVIDER_ENCAPSULATIONS } from "@/agent/encapsulation/kinds";
import { wireOf } from "@/agent/encapsulation/registry";
import { datacenterTag, desiredPort, longHaulId, type ProviderEncapsulation } from "@/agent/protocol";
import {
  attachment,
  LONG_HAUL_BASE,
  linkEnd,
  pings,
  pseudowire,
  RING_WORLD,
  type Speech,
  type Stage,
  startStage,
  transitOf,
  trunk,
} from "./agents-under-test";
import { capture } from "./capture";
import { flood } from "./flood";
import { sendFrames } from "./frames";

let stage: Stage;

/** Tags 3 towards 902 and towards 901. */
const [TO_FAR, TO_NEAR] = [1201, 1102];
const LINE = 31;
const PROVIDER_LINK = 33;
/** Two tenants with equal VLAN, IP and MAC. */
const NEAR_MAP = [
  ...[attachment(1, 10, "100.200", 11), trunk(5001, "100.200", 11)],
  ...[attachment(2, 10, "101.200", 12), trunk(5001, "101.200", 12)],
];
const FAR_MAP = [
  ...[attachment(11, 10, "100.200", 71), trunk(5001, "100.200", 71)],
  ...[attachment(12, 10, "101.200", 72), trunk(5001, "101.200", 72)],
];

const SIDES = [
  { code: "901", tags: [TO_FAR, TO_NEAR], entries: NEAR_MAP },
  { code: "902", tags: [TO_NEAR, TO_FAR], entries: FAR_MAP },
] as const;

/** Both ends of a link that leads straight across speak so; the pseudowire's one path goes over it. */
async function joinOver(link: number, speech: Speech) {
  for (const { code, tags, entries } of SIDES) {
    const ports = [pseudowire(5001, [link, ...tags])];
    const { portal } = stage.agent(code);
    portal.alter({ ports, links: [await linkEnd(stage, code, link, speech)], entries });
  }
  return Promise.all(SIDES.map(({ code }) => stage.agent(code).portal.settled()));
}

/** Lets both ends of a link speak otherwise, one after the other, as a portal would. */
async function speak(link: number, speech: Speech) {
  for (const { code } of SIDES) {
    stage.agent(code).portal.alter({ links: [await linkEnd(stage, code, link, speech)] });
  }
  await Promise.all(SIDES.map(({ code }) => stage.agent(code).portal.settled()));
}

beforeAll(async () => {
  stage = await startStage(RING_WORLD);
});
afterAll(() => stage?.stop());

/** Frames that come to the second tenant's resource while its own client is silent: they could only be the first one's. */
async function foreignArrivals(act: () => Promise<unknown>): Promise<string[]> {
  const setClient = (state: "up" | "down") => stage.lab.executor("cb").run(["ip", "link", "set", "dev", "eth0", state]);
  await setClient("down");
  const watch = await capture(stage.lab.executor("rd"), { device: "eth0", direction: "in" });
  await act();
  const { packets } = await watch.stop();
  await setClient("up");
  return packets.map(({ bytes }) => bytes.toString("hex"));
}

const TO_ALL = "ffffffffffff020000000001";
const hex = (value: number, octets: number) => value.toString(16).padStart(2 * octets, "0");
/** An MPLS label stack entry: label, three zero bits, bottom of stack, TTL 64. */
const label = (value: number, isBottom: boolean) => hex(value * 0x1000 + (isBottom ? 0x100 : 0) + 64, 4);

const TAG = datacenterTag.parse(TO_FAR);
const LONG_HAUL = longHaulId.parse(LONG_HAUL_BASE + 993);
const LABELLED = `${label(TO_FAR, true)}${TO_ALL}`;
const THIRD_TAG = `${TO_ALL}8100${hex(TO_FAR, 2)}`;
/** What stands on the wire between the link's own headers and the pair, as the standards have it. */
const STACKS = {
  vpls: `8847${LABELLED}`,
  q: THIRD_TAG,
  vxlan: `12b5........08000000${hex(LONG_HAUL, 3)}00${THIRD_TAG}`,
  nvgre: `20006558${hex(LONG_HAUL, 3)}..${THIRD_TAG}`,
  "mpls-gre": `00008847${label(LONG_HAUL, false)}${LABELLED}`,
};

const isProvided = (name: string): name is ProviderEncapsulation => PROVIDER_ENCAPSULATIONS.some((it) => it === name);
const PAIR_OCTETS = 8;
/** In an Ethernet frame with IPv4 (RFC 791). */
const [IP_FLAGS_AT, DO_NOT_FRAGMENT] = [20, 0x4000];

describe.each([...LINE_ENCAPSULATIONS, ...PROVIDER_ENCAPSULATIONS])("a link with %s", (name) => {
  const link = isProvided(name) ? PROVIDER_LINK : LINE;

  test("carries tenants with equal VLAN, IP and MAC apart, at full size", async () => {
    const reports = await joinOver(link, [name]);
    expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
    const seen = await foreignArrivals(async () => {
      expect(await pings(stage.lab, "ca", "192.168.0.50")).toBe(5);
      expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5);
    });
    expect(seen).toEqual([]);
    expect(await pings(stage.lab, "cb", "192.168.0.50", 1472)).toBe(5);
  });

  test("has its tags on the wire, then S, C and the client's own tag, in as many octets as its module says", async () => {
    const filter = isProvided(name) ? ["udp", "port", "4789", "or", "proto", "gre"] : [];
    const wire = await capture(stage.agent("901").kernel, { device: `l-${link}`, direction: "out", filter });
    const frameHex = `${TO_ALL}8100000a88b5${"cd".repeat(46)}`;
    await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex });
    const fits = new RegExp(`${STACKS[name]}88a80064810000c8${frameHex.slice(24)}$`);
    await expect.poll(() => wire.packets.some(({ bytes }) => fits.test(bytes.toString("hex")))).toBe(true);
    const seen = (await wire.stop()).packets.find(({ bytes }) => fits.test(bytes.toString("hex")));
    if (isProvided(name)) expect((seen?.bytes.readUInt16BE(IP_FLAGS_AT) ?? 0) & DO_NOT_FRAGMENT).toBe(DO_NOT_FRAGMENT);
    const { overhead, tags } = wireOf(name);
    expect(seen?.length).toBe(frameHex.length / 2 + PAIR_OCTETS + overhead);
    expect(tags(TAG, isProvided(name) ? LONG_HAUL : null).map(({ value }) => value)).toEqual(
      isProvided(name) ? [LONG_HAUL, TO_FAR] : [TO_FAR],
    );
  });

  test("is read back as it was made, and made anew when a hand changed it", async () => {
    const { kernel, portal } = stage.agent("901");
    const device = { vpls: null, q: null, vxlan: "x-33", nvgre: "n-33", "mpls-gre": "g-33" }[name];
    if (device === null) return;
    await kernel.run(["ip", "link", "delete", "dev", device]);
    await portal.reported(({ notes }) => notes.some((note) => note.includes(`make tunnel ${device}`)), 8_000);
    await portal.settled();
    await kernel.run(["ip", "link", "set", "dev", device, "mtu", "1500"]);
    await portal.reported(({ notes }) => notes.some((note) => note.includes(`set MTU of ${device}`)), 8_000);
    await portal.settled();
    expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5);
  });
});

describe("a trunk", () => {
  test("carries the pair and nothing over it", async () => {
    for (const [code, client, segment] of [
      ["901", 1, 14],
      ["902", 11, 74],
    ] as const) {
      const { portal } = stage.agent(code);
      portal.alter({
        ports: [desiredPort.parse({ kind: "trunk", number: 21 })],
        entries: [attachment(client, 20, "100.201", segment), trunk(21, "100.201", segment)],
      });
    }
    await Promise.all(SIDES.map(({ code }) => stage.agent(code).portal.settled()));
    const wire = await capture(stage.agent("901").kernel, { device: "p-21", direction: "out" });
    expect(await pings(stage.lab, "ca", "192.168.1.50", 1472)).toBe(5);
    const stacks = (await wire.stop()).packets.map(({ bytes }) => bytes.toString("hex", 12, 24));
    expect(new Set(stacks.map((stack) => stack.slice(0, 20)))).toEqual(new Set(["88a80064810000c98100"]));
  });
});

describe("a switch between two links", () => {
  test.each([
    [32, "q", "mpls-gre"],
    [32, "vpls", "vxlan"],
    [34, "nvgre", "vpls"],
    [34, "mpls-gre", "q"],
    [32, "vpls", "q"],
    [34, "vxlan", "nvgre"],
  ] as const)("takes tag 3 on, without learning: from link %i with %s to one with %s", async (link, one, other) => {
    await joinThrough(link, one, other);
    expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5);
    expect(await pings(stage.lab, "cb", "192.168.0.50", 1472)).toBe(5);
    expect(stage.agent("903").portal.reports.at(-1)?.macs).toEqual([]);
  });
});

/** From 901 over its line 32 or its provider link 34 to 903, and on to 902 by a link of the other encapsulation's kind. */
async function joinThrough(first: 32 | 34, one: string, other: string) {
  const from = first === 32 ? 31 : 33;
  const to = isProvided(other) ? 34 : 32;
  const middle = stage.agent("903").portal;
  middle.alter({
    links: [await linkEnd(stage, "903", from, [one]), await linkEnd(stage, "903", to, [other])],
    transits: [transitOf(from, to, TO_FAR), transitOf(to, from, TO_NEAR)],
  });
  const [near, far] = [stage.agent("901").portal, stage.agent("902").portal];
  near.alter({
    ports: [pseudowire(5001, [first, TO_FAR, TO_NEAR])],
    links: [await linkEnd(stage, "901", first, [one])],
    entries: NEAR_MAP,
  });
  far.alter({
    ports: [pseudowire(5001, [to, TO_NEAR, TO_FAR])],
    links: [await linkEnd(stage, "902", to, [other])],
    entries: FAR_MAP,
  });
  const reports = await Promise.all([middle.settled(), near.settled(), far.settled()]);
  expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
}

/** Three stages take two to four seconds here. */
const FLOOD_SECONDS = 9;

describe("a change of encapsulation, make before break", () => {
  test.each([
    [LINE, "vpls", "q"],
    [LINE, "q", "vpls"],
    [PROVIDER_LINK, "vxlan", "nvgre"],
    [PROVIDER_LINK, "nvgre", "mpls-gre"],
    [PROVIDER_LINK, "mpls-gre", "vxlan"],
  ] as const)("on link %i from %s to %s loses no frame of a flood", async (link, before, after) => {
    await joinOver(link, [before]);
    const seen = await flood(stage.lab, "ca", "192.168.0.50", FLOOD_SECONDS, async () => {
      await speak(link, [before, after]);
      await speak(link, [after, before]);
      await speak(link, [after]);
    });
    expect(seen).toEqual({ sent: expect.any(Number), lost: 0, outlasted: true });
  });
});

describe("more segments than one bridge holds", () => {
  test("a second bridge carries frames, beside a segment with the same VLAN in the first one", async () => {
    await joinOver(LINE, ["vpls"]);
    const { portal, kernel } = stage.agent("901");
    portal.change([
      ...[attachment(1, 10, "100.200", 4105), trunk(5001, "100.200", 4105)],
      ...[attachment(2, 10, "101.200", 11), trunk(5001, "101.200", 11)],
    ]);
    await portal.settled();
    const seen = await foreignArrivals(async () => expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5));
    expect(seen).toEqual([]);
    expect(await pings(stage.lab, "cb", "192.168.0.50", 1472)).toBe(5);
    const { macs } = await portal.reported((report) => report.macs.some(({ segment }) => segment === 4105));
    expect(macs.filter(({ segment }) => segment === 4105).map(({ port }) => port)).toEqual(
      expect.arrayContaining([1, 5001]),
    );
    portal.change(NEAR_MAP);
    await portal.settled();
    const { stdout } = await kernel.run(["ip", "-br", "link", "show"]);
    expect(stdout).not.toMatch(/fab-1|[ab]-1\.1/);
  });
});

describe("a part that cannot be realised", () => {
  test("fails alone, with its reason, and everything else converges", async () => {
    await joinOver(LINE, ["vpls"]);
    const { portal } = stage.agent("901");
    const absent = { ...(await linkEnd(stage, "901", LINE, ["q"])), number: pseudowire(77).number };
    portal.alter({
      ports: [pseudowire(5002, [77, 1301, 1103]), pseudowire(5003)],
      links: [absent],
      transits: [transitOf(31, 55, 1400)],
      entries: [attachment(9, 10, "102.200", 31)],
    });
    const report = await portal.reported(({ hash }) => hash === portal.desired.hash);
    expect(report.problems.map(({ object, code }) => `${object}: ${code}`).sort()).toEqual([
      "entry 9/10: unknown_port",
      "link 77: unknown_port",
      "port 5002: no_path",
      "port 5003: no_path",
      "transit 31/1400: no_path",
    ]);
    expect(await pings(stage.lab, "ca", "192.168.0.50", 1472)).toBe(5);
    const [ports, links] = [[5002, 5003], [77]].map((all) => all.map((one) => pseudowire(one).number));
    portal.alter({}, { ports, links, transits: ["31/1400"], entries: ["9/10"] });
    expect((await portal.settled()).problems).toEqual([]);
  });
});
