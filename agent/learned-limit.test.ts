import { describe, expect, test } from "vitest";
import { HANDED_OVER } from "./arbitrary-states";
import type { Executor } from "./executor";
import { readLinks } from "./iproute-read";
import { operationLines } from "./iproute-write";
import { learnedLimit } from "./learned-limit";
import { plan } from "./plan";
import { planChange } from "./plan-change";
import { type DesiredState, desiredHash, desiredPort, isInSegment, type MapEntry, mapEntry } from "./protocol";
import { simulate } from "./simulate";
import { BEST_PATHS } from "./wanted";

const place = { kind: "attachment", clientVlan: 10, hostTag: 100, customerTag: 200, segment: 11 };
const open = { bandwidth: null, flood: null, macs: null, macQuota: null, carried: [] };

function attachment(port: number, profile?: object): MapEntry {
  const served = profile === undefined ? {} : { profile: { ...open, ...profile } };
  return mapEntry.parse({ ...place, ...served, key: `${port}/10`, port });
}

function trunk(segment: number): MapEntry {
  const pair = { hostTag: 100, customerTag: 200 };
  return mapEntry.parse({ kind: "trunk", key: `1001/100.${segment}`, port: 1001, ...pair, segment });
}

function state(...entries: MapEntry[]): DesiredState {
  const ports = [1, 2].map((number) => desiredPort.parse({ number, kind: "client" }));
  const parts = { ports, links: [], transits: [], entries };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

const limit = (...entries: MapEntry[]) => learnedLimit(entries.filter(isInSegment));
const quota = (port: number, macQuota: number) => attachment(port, { macQuota });

describe("the limit of a bridge", () => {
  test("leaves several times the room that its attachments may take", () => {
    const some = limit(quota(1, 1_000), attachment(2, { macs: ["02:00:00:00:00:01"] }));
    expect(some).toBe(8_192);
    expect(limit(quota(1, 4_096))).toBeGreaterThanOrEqual(4 * 4_096);
  });

  test("is none where an attachment may have as many as it likes, and where nothing is attached", () => {
    expect(limit(quota(1, 100), attachment(2))).toBe(0);
    expect(limit(quota(1, 100), attachment(2, { flood: 64_000 }))).toBe(0);
    expect(limit()).toBe(0);
  });

  test("leaves room for attachments behind a trunk, and is none where that would be no bound", () => {
    expect(limit(quota(1, 100), trunk(11))).toBeGreaterThanOrEqual(16 * 4_096 + 400);
    expect(limit(...Array.from({ length: 300 }, (_, index) => trunk(index + 1)))).toBe(0);
  });
});

/** What a kernel holds that follows the state, where it tells its bridge's limit, and where it does not. */
function followed(desired: DesiredState, learnedMost?: number) {
  const actual = simulate(HANDED_OVER, plan(desired, HANDED_OVER));
  const links = actual.links.map((link) =>
    link.bridge === null || learnedMost === undefined ? link : { ...link, bridge: { ...link.bridge, learnedMost } },
  );
  return { ...actual, links };
}

describe("a switch", () => {
  const desired = state(quota(1, 100), quota(2, 100));

  test("whose kernel knows the limit is told it in one line, and only when it is another", () => {
    const operations = plan(desired, followed(desired, 0));
    expect(operations.map(operationLines)).toEqual([
      { tool: "ip", lines: ["link set dev fab type bridge fdb_max_learned 1024"] },
    ]);
    expect(plan(desired, simulate(followed(desired, 0), operations))).toEqual([]);
    expect(plan(desired, followed(desired, 1_024))).toEqual([]);
  });

  test("whose kernel does not know it is asked for nothing", () => {
    expect(plan(desired, followed(desired))).toEqual([]);
  });

  test("has its limit taken away when an attachment without a quota comes", () => {
    const more = state(...desired.entries, mapEntry.parse({ ...place, key: "1/20", port: 1, clientVlan: 20 }));
    const lines = plan(more, followed(desired, 1_024)).flatMap((one) => operationLines(one).lines);
    expect(lines).toContain("link set dev fab type bridge fdb_max_learned 0");
  });

  test("is told of it by a look, not by the plan of one change, which sees a part of the entries", () => {
    const before = state(attachment(1));
    const after = state(attachment(1), attachment(2));
    const lines = planChange(before, after, followed(before, 512), BEST_PATHS)?.flatMap(
      (it) => operationLines(it).lines,
    );
    expect(lines?.length).toBeGreaterThan(0);
    expect(lines?.filter((line) => line.includes("fdb_max_learned"))).toEqual([]);
  });
});

describe("a bridge's settings as iproute2 prints them", () => {
  const settings = {
    vlan_filtering: 1,
    vlan_protocol: "802.1ad",
    vlan_default_pvid: 0,
    mcast_snooping: 0,
    stp_state: 0,
  };
  const read = async (more: object) => {
    const linkinfo = { info_kind: "bridge", info_data: { ...settings, ...more } };
    const link = { ifname: "fab", flags: ["UP"], mtu: 9_500, linkinfo };
    const executor: Executor = {
      kernel: "a kernel for tests",
      run: async () => ({ status: 0, stdout: JSON.stringify([link]), stderr: "" }),
      stream: () => Promise.reject(new Error("Nothing is streamed here.")),
    };
    return (await readLinks(executor))[0]?.bridge?.learnedMost;
  };

  test("say the limit from version 6.8 on a kernel that has it, and nothing elsewhere", async () => {
    expect(await read({ fdb_n_learned: 7, fdb_max_learned: 0 })).toBe(0);
    expect(await read({ fdb_n_learned: 7, fdb_max_learned: 1_024 })).toBe(1_024);
    expect(await read({})).toBeUndefined();
  });
});
