import { expect, test } from "vitest";
import { onceLine, probeTable } from "./probe-table";
import {
  type DesiredState,
  datacenterTag,
  desiredState,
  portNumber,
  probeAddress,
  probeTask,
  transitProbeAddress,
} from "./protocol";

const point = (port: number) => probeAddress(258, portNumber.parse(port));
const NOW = 1_000;

function state(entry: object, hasPoints = true): DesiredState {
  const probe = (number: number) => (hasPoints ? { number, probe: point(number) } : { number });
  const attachment = { kind: "attachment", key: "1/10", port: 1, clientVlan: 10, hostTag: 100, customerTag: 200 };
  return desiredState.parse({
    number: 1,
    hash: "",
    ports: [
      { ...probe(1), kind: "client" },
      { ...probe(5001), kind: "pseudowire", paths: [] },
    ],
    links: [],
    transits: [],
    entries: [{ ...attachment, segment: 11, probes: [{ id: "e1", to: point(9) }], ...entry }],
  });
}

const table = (entry: object, isBegun = true) => probeTable(state(entry), () => isBegun, NOW).split("\n");

test("the table names the ports between switches, each attachment with how its frames come in, and its goals", () => {
  expect(table({})).toEqual([
    "table",
    "hop 02:d1:01:02:13:89",
    "at 1/10 1 02:d1:01:02:00:01 100 200 1 1 0 33024.10",
    "goal e1 1/10 02:d1:01:02:00:09",
    "",
  ]);
});

test.each([
  ["an untagged one", { clientVlan: "untagged" }, "100 200 0 0 0 -"],
  ["one with another VLAN id inside", { clientVlan: "untagged", innerVlan: 20 }, "100 200 0 1 0 -"],
  ["one of a switch that gives the customer tag alone", { kind: "relay", uplink: 31 }, "0 200 1 1 0 33024.10"],
  ["its untagged one", { kind: "relay", uplink: 31, clientVlan: "untagged" }, "0 200 0 0 0 -"],
  ["one in loopback", { loopUntil: NOW + 1 }, "100 200 1 1 1 33024.10"],
  ["one whose loopback is over", { loopUntil: NOW }, "100 200 1 1 0 33024.10"],
])("%s is told so", (_, entry, told) => {
  expect(table(entry)[2]).toBe(`at 1/10 1 02:d1:01:02:00:01 ${told}`);
});

test("the port behind a switch in front is one between switches: probes do not enter there", () => {
  const hops = ["hop 02:d1:01:02:00:01", "hop 02:d1:01:02:13:89"];
  expect(table({ customerTagged: true })).toEqual(["table", ...hops, ""]);
});

test("a goal whose entry was never there waits", () => {
  expect(table({}, false)).toHaveLength(4);
});

test("a switch that only passes frames on has the probe points of its transits", () => {
  const tag = datacenterTag.parse(1203);
  const answer = { probe: transitProbeAddress(258, tag), tagBack: 1104 };
  const transits = [{ key: "31/1203", from: 31, to: 32, tag, answer }];
  const middle = desiredState.parse({ number: 1, hash: "", ports: [], links: [], transits, entries: [] });
  expect(probeTable(middle, () => true, NOW)).toBe("table\nhop 02:d1:01:02:84:b3\n");
});

test("a switch without probe points has no table", () => {
  expect(probeTable(state({}, false), () => true, NOW)).toBe("");
});

test("a task is one line beside the table", () => {
  const task = { kind: "probe", id: "t1", entry: "1/10", to: point(9), count: 3, intervalMs: 20, octets: 1_518 };
  expect(onceLine(probeTask.parse(task))).toBe("once t1 1/10 02:d1:01:02:00:09 3 20 1518\n");
});
