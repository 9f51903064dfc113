import { describe, expect, test } from "vitest";
import { HANDED_OVER } from "./arbitrary-states";
import { heartbeatPaths, pathsInUse } from "./heartbeat-paths";
import { plan } from "./plan";
import { desiredHash, desiredLink, desiredPort, portNumber } from "./protocol";
import { simulate } from "./simulate";

const PSEUDOWIRE = portNumber.parse(5001);
const paths = [
  { link: 31, tagOut: 1201, tagIn: 1102 },
  { link: 33, tagOut: 1203, tagIn: 1104 },
];
const ends = { local: "203.0.113.1", remote: "203.0.113.5", longHaul: 7001, mtu: 9200 };
const parts = {
  ports: [desiredPort.parse({ kind: "pseudowire", number: PSEUDOWIRE, paths })],
  links: [
    desiredLink.parse({ medium: "line", number: 31, send: "q", accept: ["q"], farMac: null }),
    desiredLink.parse({ medium: "provider", number: 33, send: "vxlan", accept: ["vxlan"], ...ends }),
  ],
  transits: [],
  entries: [],
};
const desired = { number: 1, hash: desiredHash(parts), ...parts };
/** The switch as it is when frames leave by path 0 or 1. */
const switchSending = (index: number) =>
  simulate(HANDED_OVER, plan(desired, HANDED_OVER, new Map([[PSEUDOWIRE, index]])));

describe("heartbeats travel", () => {
  test("every path of a pseudowire whose rules are in the kernel", () => {
    expect(heartbeatPaths(desired, switchSending(0)).map(({ port, tagOut, tagIn }) => [port, tagOut, tagIn])).toEqual([
      [5001, 1201, 1102],
      [5001, 1203, 1104],
    ]);
  });

  test("no path before its rule is there: they would leave by another path", () => {
    const { filters, ...rest } = switchSending(0);
    const without = { ...rest, filters: filters.filter(({ filter }) => filter.handle !== 1203) };
    expect(heartbeatPaths(desired, without).map(({ tagOut }) => tagOut)).toEqual([1201]);
  });

  test("no path of a pseudowire that is not there yet, or not desired any more", () => {
    expect(heartbeatPaths(desired, HANDED_OVER)).toEqual([]);
    expect(heartbeatPaths({ ...desired, ports: [] }, switchSending(0))).toEqual([]);
  });
});

describe("the path that the kernel sends by", () => {
  test("is known by its rule", () => {
    expect(pathsInUse(desired, switchSending(1))).toEqual(new Map([[PSEUDOWIRE, 1]]));
  });

  test("is the best one where that is so, or where no rule is known", () => {
    expect(pathsInUse(desired, switchSending(0))).toEqual(new Map());
    expect(pathsInUse(desired, HANDED_OVER)).toEqual(new Map());
  });
});
