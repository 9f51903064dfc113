import { describe, expect, test } from "vitest";
import { CounterLedger } from "./counters";
import { filterPlace } from "./filter";
import { isProbeAddress, PROBE_RANGE, probeCount } from "./probe-rules";
import { desiredState, mapEntry, portNumber, probeAddress } from "./protocol";
import { inRule } from "./rules";
import { servingOf } from "./serving";
import { withoutPastLoops } from "./shut-links";
import { probeObjects } from "./wanted-probes";

const profile = { bandwidth: null, flood: null, macs: ["02:00:00:00:00:01"], macQuota: null, carried: [] };
const draft = { kind: "attachment", key: "1/10", port: 1, clientVlan: 10, hostTag: 100, customerTag: 200, segment: 11 };
const attachment = (more: object = {}) => {
  const entry = mapEntry.parse({ ...draft, ...more });
  if (entry.kind !== "attachment") throw new Error("no attachment");
  return entry;
};

function state(entry = attachment(), hasPoint = true) {
  const port = { number: 1, kind: "client", ...(hasPoint ? { probe: probeAddress(7, portNumber.parse(1)) } : {}) };
  return desiredState.parse({ number: 1, hash: "", ports: [port], links: [], transits: [], entries: [entry] });
}

const counted = (filter: ReturnType<typeof inRule>, frames: number) => ({
  filter,
  ours: true,
  met: frames,
  frames,
  octets: frames * 50,
});

describe("the counter of what came in", () => {
  const read = (ledger: CounterLedger, all: number, probes: number) => {
    const entry = attachment();
    ledger.read(state(), [counted(inRule(entry), all), counted(probeCount(entry), probes)]);
    return ledger.counters.find(({ direction }) => direction === "in")?.frames;
  };

  test("leaves out probes, and never falls when the two counts were not read at one moment", () => {
    const ledger = new CounterLedger();
    expect([read(ledger, 5, 5), read(ledger, 9, 5), read(ledger, 9, 6), read(ledger, 11, 6)]).toEqual([0, 4, 4, 5]);
  });
});

describe("declared addresses", () => {
  test("have the probe points' beside them only where nobody behind the cable can send those", () => {
    const entry = attachment({ profile });
    expect(servingOf(state(entry), new Map()).sources(entry)).toEqual(["02:00:00:00:00:01", PROBE_RANGE]);
    expect(servingOf(state(entry, false), new Map()).sources(entry)).toEqual(["02:00:00:00:00:01"]);
  });
});

test("probes are counted where the attachment's frames are, just before", () => {
  const places = [attachment(), attachment({ profile }), attachment({ clientVlan: "untagged", key: "1/untagged" })].map(
    (entry) => [filterPlace(probeCount(entry)), filterPlace(inRule(entry))],
  );
  expect(places).toEqual([
    ["p-1 prio 9 handle 10", "p-1 prio 10 handle 10"],
    ["p-1 chain 655360 prio 109 handle 1", "p-1 chain 655360 prio 110 handle 1"],
    ["p-1 prio 28 handle 1", "p-1 prio 30 handle 1"],
  ]);
});

describe("where a switch stands in front of the port", () => {
  const behind = state(attachment({ customerTagged: true }));
  const front = desiredState.parse({
    ...state(),
    ports: [...state().ports, { number: 31, kind: "trunk" }],
    entries: [{ kind: "relay", key: "1/10", port: 1, clientVlan: 10, customerTag: 200, uplink: 31, loopUntil: 9 }],
  });
  const wanted = (of: typeof behind) =>
    probeObjects(of).flatMap(({ filters = [] }) => filters.map(({ filter }) => filterPlace(filter)));

  test("the second one takes probes from it as any port between switches does, and counts them both ways", () => {
    expect(wanted(behind)).toEqual([
      "q-1 prio 65000 handle 1",
      ...["p-1 prio 4 handle 1", "q-1 prio 10 handle 1"],
      ...["p-1 prio 9 handle 10", "a-1 prio 5 handle 11"],
    ]);
  });

  test("the first one refuses forged ones, ends those for its port at the uplink, and turns a loopback there", () => {
    expect(wanted(front)).toEqual([
      "q-1 prio 65000 handle 1",
      ...["p-1 prio 7 handle 1", "p-1 prio 8 handle 1", "a-1 prio 4 handle 1", "a-1 prio 6 handle 1"],
      ...["p-31 prio 5 handle 1", "p-31 prio 6 handle 1"],
      ...["p-1 prio 9 handle 10", "p-31 prio 7 handle 200", "q-1 prio 11 handle 1"],
      "q-1 prio 10 handle 1",
    ]);
    expect(withoutPastLoops(front, 9).entries[0]).not.toHaveProperty("loopUntil", 9);
  });
});

test("a probe point's address is no machine's", () => {
  expect([isProbeAddress("02:d1:00:07:00:01"), isProbeAddress("02:d0:7e:00:04:b1")]).toEqual([true, false]);
});

test("a loopback is over at its time, and until then the state is the same", () => {
  const looping = state(attachment({ loopUntil: 5_000 }));
  expect(withoutPastLoops(looping, 4_999)).toBe(looping);
  expect(withoutPastLoops(looping, 5_000).entries[0]).not.toHaveProperty("loopUntil", 5_000);
});
