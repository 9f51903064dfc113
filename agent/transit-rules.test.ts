import { describe, expect, test } from "vitest";
import { HANDED_OVER } from "./arbitrary-states";
import { chainsInUse } from "./chains-in-use";
import { dropsOf } from "./counters";
import { type Filter, filterPlace } from "./filter";
import type { Operation } from "./operation";
import { plan, wantedOn } from "./plan";
import { PRIORITY } from "./priority";
import { type DesiredState, datacenterTag, desiredState, transitKey, transitProbeAddress } from "./protocol";
import { simulate } from "./simulate";

const TAG = datacenterTag.parse(1203);
const PROBE = transitProbeAddress(7, TAG);
const ANSWER = { answer: { probe: PROBE, tagBack: 1104 } };
const line = (number: number, accept = ["vpls"]) => ({
  ...{ medium: "line", number, send: accept[0], accept, farMac: "02:00:00:00:00:aa" },
});
const provider = (number: number, accept: string[]) => ({
  ...{ medium: "provider", number, send: accept[0], accept, longHaul: 7000, mtu: 9200 },
  ...{ local: `203.0.113.${number}`, remote: "203.0.113.99" },
});

/** A switch that passes frames on from the first link to the second one, and has nothing else. */
function state(links: object[], more: object = ANSWER): DesiredState {
  const [from, to] = links.map((link) => ("number" in link ? link.number : 0));
  const transit = { key: "", from, to, tag: TAG, ...more };
  const parts = { ports: [], links, transits: [transit], entries: [] };
  const parsed = desiredState.parse({ number: 1, hash: "", ...parts });
  return { ...parsed, transits: parsed.transits.map((one) => ({ ...one, key: transitKey(one) })) };
}

function rulesOf(desired: DesiredState): Filter[] {
  return wantedOn(desired, HANDED_OVER).filters.map(({ filter }) => filter);
}

const actionsAt = (rules: readonly Filter[], place: string) =>
  rules.find((rule) => filterPlace(rule) === place)?.actions.map((action) => JSON.stringify(Object.values(action)));

describe("a transit that answers probes", () => {
  const rules = rulesOf(state([line(31), line(32, ["q"])]));

  test("opens its frames into a chain, where those for its probe point leave and all others go on", () => {
    expect(actionsAt(rules, "l-31 prio 10 handle 1203")).toEqual([
      '["pop-ethernet"]',
      '["pop-label"]',
      '["goto",1203]',
    ]);
    expect(rules.filter(({ chain }) => chain === 1203).map(({ priority, match }) => [priority, match])).toEqual(
      expect.arrayContaining([
        [106, { kind: "frame", keys: { destination: PROBE } }],
        [110, { kind: "any" }],
        [65_000, { kind: "any" }],
      ]),
    );
    expect(actionsAt(rules, "l-31 chain 1203 prio 106 handle 1")).toEqual(['["redirect","q-1"]']);
    expect(actionsAt(rules, "l-31 chain 1203 prio 110 handle 1")).toEqual([
      ...['["push",1203,"802.1Q"]', '["redirect","l-32"]'],
    ]);
    expect(actionsAt(rules, "l-31 chain 1203 prio 65000 handle 1")).toEqual(['["drop"]']);
  });

  test("answers over the link that the probe came in by, under the other direction's tag", () => {
    const answer = rules.find(({ device, match }) => device === "q-1" && match.kind === "frame");
    expect(answer?.match).toEqual({ kind: "frame", keys: { source: PROBE } });
    expect(answer?.actions[0]).toMatchObject({ kind: "push-label", label: 1104 });
    expect(answer?.actions.at(-1)).toEqual({ kind: "redirect", device: "l-31" });
  });

  test("has one chain a device while its link takes in two encapsulations", () => {
    const onLine = rulesOf(state([line(31, ["vpls", "q"]), line(32)]));
    expect([...chainsInUse(onLine, onLine)]).toEqual(["l-31 1203"]);
    expect(onLine.filter(({ actions }) => actions.some(({ kind }) => kind === "goto"))).toHaveLength(2);
    const overProvider = rulesOf(state([provider(33, ["vxlan", "nvgre"]), line(32)]));
    expect([...chainsInUse(overProvider, overProvider)]).toEqual(["x-33 1203", "n-33 1203"]);
  });

  test("passes frames on though no answer can go back", () => {
    const oneWay = rulesOf(state([{ ...line(31), farMac: null }, line(32)]));
    expect(oneWay.some(({ chain, priority }) => chain === 1203 && priority === 110)).toBe(true);
    expect(oneWay.some(({ device, match }) => device === "q-1" && match.kind === "frame")).toBe(false);
  });
});

test("a frame that nothing in the chain takes on counts as dropped at the link", () => {
  const desired = state([line(31), line(32)]);
  const counted = rulesOf(desired).map((filter) => {
    const frames = filter.chain === TAG && filter.priority === PRIORITY.drop ? 3 : 0;
    return { filter, ours: true, met: frames, frames, octets: 0 };
  });
  expect(dropsOf(desired, counted)).toMatchObject([
    { port: 31, frames: 3 },
    { port: 32, frames: 0 },
  ]);
});

test("one that answers none has the single rule that it always had", () => {
  const rules = rulesOf(state([line(31), line(32)], {}));
  expect(rules.some(({ device, chain }) => device === "q-1" || chain !== undefined)).toBe(false);
  expect(actionsAt(rules, "l-31 prio 10 handle 1203")?.at(-1)).toBe('["redirect","l-32"]');
});

const ruleText = (operation: Operation) => {
  if (!("filter" in operation)) return [];
  const verb = operation.kind.replace("-filter", "");
  return /^l-31 (chain|prio 10 )/.test(filterPlace(operation.filter))
    ? [`${verb} ${filterPlace(operation.filter)}`]
    : [];
};

describe("a transit that is there already", () => {
  const [plain, answering] = [{}, ANSWER].map((more) => state([line(31), line(32)], more));
  const held = (desired: DesiredState) => simulate(HANDED_OVER, plan(desired, HANDED_OVER));

  test("begins to answer in one step: the chain is whole before frames are led into it", () => {
    if (plain === undefined || answering === undefined) throw new Error("two states");
    expect(plan(answering, held(plain)).flatMap(ruleText)).toEqual([
      "add l-31 chain 1203 prio 65000 handle 1",
      "add l-31 chain 1203 prio 110 handle 1",
      "replace l-31 prio 10 handle 1203",
      "add l-31 chain 1203 prio 106 handle 1",
    ]);
  });

  test("ends answering in one step: its chain goes when no frame is led into it any longer", () => {
    if (plain === undefined || answering === undefined) throw new Error("two states");
    const first = plan(plain, held(answering));
    expect(first.flatMap(ruleText)).toEqual(["replace l-31 prio 10 handle 1203"]);
    const second = plan(plain, simulate(held(answering), first));
    expect(second.flatMap(ruleText).map((text) => text.split(" ").slice(0, 4).join(" "))).toEqual([
      ...["delete l-31 chain 1203", "delete l-31 chain 1203", "delete l-31 chain 1203"],
    ]);
    expect(plan(plain, simulate(simulate(held(answering), first), second))).toEqual([]);
  });

  test("sends on by another encapsulation with one rule replaced", () => {
    if (answering === undefined) throw new Error("a state");
    const other = state([line(31), line(32, ["q", "vpls"])]);
    const rules = plan(other, held(answering)).flatMap(ruleText);
    expect(rules).toEqual(["replace l-31 chain 1203 prio 110 handle 1"]);
  });
});
