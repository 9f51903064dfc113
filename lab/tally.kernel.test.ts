/** The tally program beside tc's listing, on a switch that has rules of every kind. */
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ActualFilter } from "@/agent/actual";
import { type Filter, filterPlace } from "@/agent/filter";
import { readLinks, readRules, ruleDevices } from "@/agent/iproute-read";
import { desiredPort, mapEntry, portNumber, probeAddress } from "@/agent/protocol";
import { RuleReader } from "@/agent/rule-reader";
import { attachment, linkEnd, pseudowire, RING_WORLD, type Stage, startStage, trunk } from "./agents-under-test";
import { sendFrames } from "./frames";
import { tallyProgram } from "./tally-build";

const PROFILE = { bandwidth: 100_000_000, flood: 5_000_000, macs: null, macQuota: 50, carried: ["lacp"] };
const RULES = [
  { id: "stop", match: { etherType: 0x88b6, priority: 5 }, action: { kind: "drop" } },
  {
    id: "slow",
    match: { ipProtocol: "tcp", destinationPort: 25 },
    action: { kind: "rate-limit", bandwidth: 1_000_000 },
  },
];

let stage: Stage;
let program: string;
let devices: string[];
const kernel = () => stage.agent("901").kernel;

beforeAll(async () => {
  stage = await startStage(RING_WORLD);
  program = await tallyProgram(dirname(stage.lab.socketPath));
  const { portal } = stage.agent("901");
  portal.alter({
    ports: [
      desiredPort.parse({ number: 1, kind: "client", probe: probeAddress(1, portNumber.parse(1)) }),
      desiredPort.parse({ number: 2, kind: "client" }),
      desiredPort.parse({ number: 11, kind: "cloud" }),
      pseudowire(5001, [31, 1201, 1102]),
      desiredPort.parse({ number: 21, kind: "trunk" }),
    ],
    links: [await linkEnd(stage, "901", 31, ["vpls"])],
    entries: [
      mapEntry.parse({ ...attachment(1, 10, "100.200", 11), profile: PROFILE, rules: RULES }),
      trunk(5001, "100.200", 11),
      attachment(2, "untagged", "101.201", 12),
      trunk(21, "101.201", 12),
    ],
  });
  await portal.settled();
  devices = ruleDevices(await readLinks(kernel()));
});
afterAll(() => stage?.stop());

const tc = async (line: string) => {
  const { status, stderr } = await kernel().run(["tc", ...line.split(" ")]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
};

const byPlace = (rules: readonly ActualFilter[]) =>
  [...rules].sort((a, b) => (filterPlace(a.filter) < filterPlace(b.filter) ? -1 : 1));

/** What both tell; the portal's agent reads and sends nothing of its own meanwhile that a rule would count. */
async function bothTell(reader: RuleReader): Promise<{ told: ActualFilter[]; listed: ActualFilter[] }> {
  const told = byPlace((await reader.read(devices, true)).filters);
  return { told, listed: byPlace(await readRules(kernel(), devices)) };
}

const withoutCounts = (rules: readonly ActualFilter[]) => rules.map(({ filter, ours }) => ({ filter, ours }));

describe("rules by the tally program", () => {
  test("are those of tc's listing, also when a frame met them, and stay the same objects", async () => {
    const reader = new RuleReader(kernel(), program);
    const first = await bothTell(reader);
    expect(withoutCounts(first.told)).toEqual(withoutCounts(first.listed));
    expect(new Set(first.told.map(({ filter }) => filter.match.kind)).size).toBeGreaterThan(5);
    const frameHex = `0200000000770200000000018100000a88b5${"cd".repeat(60)}`;
    await sendFrames(stage.lab.executor("ca"), { device: "eth0", frameHex, count: 7 });
    const second = await bothTell(reader);
    expect(second.told.map(({ filter }) => filter)).toEqual(first.told.map(({ filter }) => filter));
    const others = second.told.filter(({ filter }, index) => filter !== first.told[index]?.filter);
    expect(others.map(({ filter }) => filter)).toEqual([]);
    const met = (rules: readonly ActualFilter[], of: (filter: Filter) => boolean) =>
      rules
        .filter(({ filter }) => filter.device === "p-1" && of(filter))
        .map(({ met, frames, octets }) => [met, frames, octets]);
    const isOfRules = ({ chain }: Filter) => chain !== undefined;
    expect(met(second.told, isOfRules)).toEqual(met(second.listed, isOfRules));
    expect(met(second.told, isOfRules).some(([frames]) => frames === 7)).toBe(true);
  });

  test("follow a rule that a hand alters, adds or removes, ours or not", async () => {
    const reader = new RuleReader(kernel(), program);
    await reader.read(devices, true);
    const before = await bothTell(reader);
    await tc("filter add dev p-2 ingress prio 7 protocol 802.1Q handle 5 flower vlan_id 7 action drop");
    const added = await bothTell(reader);
    expect(added.told).toHaveLength(before.told.length + 1);
    expect(withoutCounts(added.told)).toEqual(withoutCounts(added.listed));
    await tc("filter change dev p-2 ingress prio 7 protocol 802.1Q handle 5 flower vlan_id 8 action pass");
    const altered = await bothTell(reader);
    expect(withoutCounts(altered.told)).toEqual(withoutCounts(altered.listed));
    await tc("filter del dev p-2 ingress prio 7");
    expect(withoutCounts((await bothTell(reader)).told)).toEqual(withoutCounts(before.told));
  });

  test("are whole where many do not fit into one message", async () => {
    const lines = Array.from({ length: 1_500 }, (_, index) => {
      const place = `dev p-2 ingress prio ${40 + (index % 3)} protocol all chain ${100 + index}`;
      return `filter add ${place} ${index % 2 === 0 ? "matchall" : "flower"} action drop`;
    });
    await kernel().run(["tc", "-batch", "-"], { stdin: `${lines.join("\n")}\n` });
    const { told } = await bothTell(new RuleReader(kernel(), program));
    const added = told.filter(({ filter }) => filter.device === "p-2" && (filter.chain ?? 0) >= 100);
    expect(new Set(added.map(({ filter }) => filter.chain)).size).toBe(1_500);
    const away = lines.map((line) => line.replace("add", "del").replace(/ (matchall|flower) .*/, ""));
    await kernel().run(["tc", "-batch", "-"], { stdin: `${away.join("\n")}\n` });
  });

  test("of a device that is gone are an error, not an empty list", async () => {
    await expect(new RuleReader(kernel(), program).read([...devices, "p-99"], true)).rejects.toThrow("p-99");
  });
});
