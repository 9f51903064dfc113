import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actual } from "./actual";
import { desiredStates, HANDED_OVER, kernels } from "./arbitrary-states";
import { compare } from "./compare";
import { judgeEntries } from "./judge";
import type { Operation } from "./operation";
import { plan, wantedOn } from "./plan";
import { planText } from "./plan-text";
import { type DesiredState, desiredHash, desiredPort, mapEntry } from "./protocol";
import { simulate } from "./simulate";

/** Everything in a fixed order, so that two kernels can be compared. */
function sorted(actual: Actual) {
  const byText = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).sort();
  return {
    links: byText(actual.links),
    ingress: [...actual.ingress].sort(),
    filters: byText(actual.filters),
    vlans: byText(actual.vlans),
  };
}

const foreignPart = (actual: Actual) => ({
  links: actual.links.filter(({ name }) => name === "operators"),
  filters: actual.filters.filter(({ filter }) => filter.match.kind === "other"),
  vlans: actual.vlans.filter(({ device }) => device === "operators"),
});

const withEntries = (state: DesiredState, entries: DesiredState["entries"]): DesiredState => ({
  ...state,
  entries,
  hash: desiredHash({ ...state, entries }),
});

describe("a plan", () => {
  test("leads to the desired state from wherever the switch is: a second plan is empty", () => {
    fc.assert(
      fc.property(desiredStates, kernels, (desired, actual) => {
        expect(plan(desired, simulate(actual, plan(desired, actual)))).toEqual([]);
      }),
    );
  });

  test("leaves every entry present once it is applied, but for those whose far end is unknown", () => {
    fc.assert(
      fc.property(desiredStates, kernels, (desired, actual) => {
        const then = simulate(actual, plan(desired, actual));
        const states = judgeEntries(desired, compare(wantedOn(desired, then), then));
        const open = new Set<number>(
          desired.ports.filter(({ encapsulation }) => encapsulation?.farMac === null).map(({ number }) => number),
        );
        const failing = states.filter(({ state }, index) => {
          const port = desired.entries[index]?.port;
          return state !== "present" && (port === undefined || !open.has(port));
        });
        expect(failing).toEqual([]);
      }),
    );
  });

  test("never touches what does not carry our mark", () => {
    fc.assert(
      fc.property(desiredStates, kernels, (desired, actual) => {
        const then = simulate(actual, plan(desired, actual));
        expect(foreignPart(then)).toEqual(foreignPart(actual));
      }),
    );
  });

  test("restores the exact former state when what was added is released", () => {
    fc.assert(
      fc.property(desiredStates, fc.nat(), (desired, seed) => {
        const kept = desired.entries.filter((_, index) => (seed >> (index % 30)) % 2 === 0);
        const fewer = withEntries(desired, kept);
        const before = simulate(HANDED_OVER, plan(fewer, HANDED_OVER));
        const more = simulate(before, plan(desired, before));
        expect(sorted(simulate(more, plan(fewer, more)))).toEqual(sorted(before));
      }),
    );
  });

  test("rewrites nothing that is right: only what was lost is in the repair", () => {
    fc.assert(
      fc.property(desiredStates, fc.nat(), (desired, at) => {
        const right = simulate(HANDED_OVER, plan(desired, HANDED_OVER));
        const ours = right.filters.filter((item) => item.ours);
        const lost = ours[at % Math.max(1, ours.length)];
        const operations = plan(desired, { ...right, filters: right.filters.filter((item) => item !== lost) });
        expect(operations.map((it) => (it.kind === "add-filter" ? it.filter : it.kind))).toEqual(
          lost === undefined ? [] : [lost.filter],
        );
      }),
    );
  });

  test("opens no port before its default drop stands, at any step", () => {
    fc.assert(
      fc.property(desiredStates, (desired) => {
        const operations = plan(desired, HANDED_OVER);
        for (const [index, operation] of operations.entries()) {
          if (operation.kind !== "open" || !operation.device.startsWith("p-")) continue;
          const then = simulate(HANDED_OVER, operations.slice(0, index));
          const drop = then.filters.find(
            (it) => it.filter.device === operation.device && it.filter.priority === 65_000,
          );
          expect(drop).toBeDefined();
        }
      }),
    );
  });

  test("never lets two pairs into one segment number, at any step from one map to another", () => {
    fc.assert(
      fc.property(desiredStates, desiredStates, (from, to) => {
        const start = simulate(HANDED_OVER, plan(from, HANDED_OVER));
        const operations = plan(to, start);
        for (let step = 0; step <= operations.length; step += 1) {
          expect(sharedSegments(simulate(start, operations.slice(0, step)))).toEqual([]);
        }
      }),
    );
  });

  test("admits a frame only where its segment and its way out are there already, at any step", () => {
    fc.assert(
      fc.property(desiredStates, desiredStates, (from, to) => {
        const start = simulate(HANDED_OVER, plan(from, HANDED_OVER));
        const operations = plan(to, start);
        for (let step = 0; step <= operations.length; step += 1) {
          expect(withoutWay(simulate(start, operations.slice(0, step)))).toEqual([]);
        }
      }),
    );
  });
});

/** The pair and the segment number that a rule at a port gives to its frames. */
function admissions(actual: Actual): { port: string; pair: string; segment: number }[] {
  return actual.filters.flatMap(({ filter, ours }) => {
    if (!ours || !filter.device.startsWith("p-")) return [];
    const tags = filter.actions.flatMap((action) => (action.kind === "push" ? [action.id] : []));
    const segment = tags.at(-1);
    if (segment === undefined) return [];
    const pair = filter.match.kind === "pair" ? `${filter.match.outer}.${filter.match.inner}` : `${tags[1]}.${tags[0]}`;
    return [{ port: filter.device.slice(2), pair, segment }];
  });
}

function sharedSegments(actual: Actual): number[] {
  const pairs = new Map<number, Set<string>>();
  for (const { pair, segment } of admissions(actual)) pairs.set(segment, (pairs.get(segment) ?? new Set()).add(pair));
  return [...pairs].filter(([, those]) => those.size > 1).map(([segment]) => segment);
}

function withoutWay(actual: Actual): string[] {
  return admissions(actual)
    .filter(({ port, segment }) => {
      const isMember = actual.vlans.some((vlan) => vlan.device === `b-${port}` && vlan.vid === segment);
      const isOut = actual.filters.some(({ filter }) => filter.device === `a-${port}` && filter.handle === segment);
      return !isMember || !isOut;
    })
    .map(({ port, segment }) => `${port}: ${segment}`);
}

describe("what is in the way", () => {
  const entry = mapEntry.parse({
    kind: "attachment",
    key: "1/10",
    port: 1,
    clientVlan: 10,
    hostTag: 100,
    customerTag: 200,
    segment: 11,
  });
  const desired: DesiredState = withEntries(
    { number: 1, hash: "", ports: [{ number: entry.port, kind: "client", encapsulation: null }], entries: [] },
    [entry],
  );

  test("a link with a name of ours and without our alias is reported, and its port is left alone", () => {
    const [link] = HANDED_OVER.links.filter(({ name }) => name === "operators");
    if (link === undefined) throw new Error("The switch is handed over with an operator's bridge.");
    const actual = { ...HANDED_OVER, links: [...HANDED_OVER.links, { ...link, name: "a-1", kind: "veth" }] };
    expect(plan(desired, actual).filter(({ scope }) => scope.port === 1)).toEqual([]);
    const [state] = judgeEntries(desired, compare(wantedOn(desired, actual), actual));
    expect(state).toMatchObject({ state: "wrong", detail: expect.stringContaining("without the alias dovetail") });
  });

  test("a rule without our mark in a place of ours is reported and stays", () => {
    const right = simulate(HANDED_OVER, plan(desired, HANDED_OVER));
    const filters = right.filters.map((item) => {
      if (item.filter.device !== "p-1" || item.filter.priority !== 10) return item;
      return { ...item, ours: false, filter: { ...item.filter, match: { kind: "vlan", vlan: 99 } as const } };
    });
    const actual = { ...right, filters };
    expect(plan(desired, actual)).toEqual([]);
    const [state] = judgeEntries(desired, compare(wantedOn(desired, actual), actual));
    expect(state).toMatchObject({ key: "1/10", state: "wrong", detail: expect.stringContaining("move it") });
  });

  test("a cable that is not there makes its entries missing and stops nothing else", () => {
    const actual = { ...HANDED_OVER, links: HANDED_OVER.links.filter(({ name }) => name !== "p-1") };
    const then = simulate(actual, plan(desired, actual));
    expect(plan(desired, then)).toEqual([]);
    const [state] = judgeEntries(desired, compare(wantedOn(desired, then), then));
    expect(state).toMatchObject({ state: "missing", detail: expect.stringContaining("p-1 is not there") });
  });

  test("a port that leaves the desired state is closed before its default drop goes", () => {
    const right = simulate(HANDED_OVER, plan(desired, HANDED_OVER));
    const kinds = plan({ ...desired, ports: [], entries: [] }, right).map((operation: Operation) => operation.kind);
    expect(kinds[0]).toBe("close-port");
    expect(kinds.at(-1)).toBe("delete-link");
  });
});

describe("a printed plan", () => {
  test("says in words what would be done, and for which entry", () => {
    const ports = [{ number: 1, kind: "client", encapsulation: null }];
    const draft = {
      kind: "attachment",
      key: "1/10",
      port: 1,
      clientVlan: 10,
      hostTag: 100,
      customerTag: 200,
      segment: 11,
    };
    const desired = withEntries({ number: 1, hash: "", ports: [], entries: [] }, [mapEntry.parse(draft)]);
    const right = simulate(HANDED_OVER, plan({ ...desired, entries: [], ports: portsOf(ports) }, HANDED_OVER));
    expect(planText(plan({ ...desired, ports: portsOf(ports) }, right))).toBe(
      [
        "1  put b-1 into segment 11  (entry 1/10)",
        "2  add rule a-1 prio 10: segment 11 -> pop, pop, pop, to p-1  (entry 1/10)",
        "3  add rule p-1 prio 10: VLAN 10 -> push 200, push s100, push s11, to a-1  (entry 1/10)",
      ].join("\n"),
    );
  });

  test("says so when there is nothing to do", () => {
    expect(planText([])).toContain("Nothing to do");
  });
});

function portsOf(drafts: readonly object[]): DesiredState["ports"] {
  return drafts.map((draft) => desiredPort.parse(draft));
}
