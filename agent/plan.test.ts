import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actual } from "./actual";
import { choices, desiredStates, HANDED_OVER, kernels } from "./arbitrary-states";
import { compare } from "./compare";
import { type FilterMatch, filterPlace, sameMatch } from "./filter";
import { judgeEntries } from "./judge";
import type { Operation } from "./operation";
import { plan, wantedOn } from "./plan";
import { planText } from "./plan-text";
import {
  type DesiredLink,
  type DesiredState,
  desiredHash,
  desiredLink,
  desiredPort,
  mapEntry,
  type PortNumber,
} from "./protocol";
import { simulate } from "./simulate";
import type { Wanted } from "./wanted";

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
  test("leads to the desired state from wherever the switch is: a second plan is empty, but for chains that were left", () => {
    fc.assert(
      fc.property(desiredStates, kernels, choices, (desired, actual, chosen) => {
        const then = simulate(actual, plan(desired, actual, chosen));
        const second = plan(desired, then, chosen);
        expect(second.filter((it) => it.kind !== "delete-filter" || it.filter.chain === undefined)).toEqual([]);
        expect(plan(desired, simulate(then, second), chosen)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("leaves every entry present once it is applied, but for those of a pseudowire that has no way", () => {
    fc.assert(
      fc.property(desiredStates, kernels, choices, (desired, actual, chosen) => {
        fc.pre(!isTaken(wantedOn(desired, actual, chosen), actual));
        const then = simulate(actual, plan(desired, actual, chosen));
        const states = judgeEntries(desired, compare(wantedOn(desired, then, chosen), then));
        const hasWay = (port: PortNumber) => {
          const found = desired.ports.find(({ number }) => number === port);
          return found?.kind !== "pseudowire" || canSend(desired, found.paths, chosen.get(port) ?? 0);
        };
        const expected = desired.entries.map((entry) => {
          const ports = entry.kind === "copy" ? [entry.port, entry.to] : [entry.port];
          return ports.every(hasWay) ? "present" : "missing";
        });
        expect(states.map(({ state }) => state)).toEqual(expected);
      }),
    );
  });

  test("a change of encapsulation or of path leaves no moment without a way out, nor one with two", () => {
    fc.assert(
      fc.property(desiredStates, choices, fc.infiniteStream(fc.nat(30)), (desired, chosen, by) => {
        const to = { ...desired, links: desired.links.map((link) => respoken(link, by.next().value)) };
        const start = simulate(HANDED_OVER, plan(desired, HANDED_OVER));
        const wire = desired.ports.find((port) => port.kind === "pseudowire");
        if (wire?.kind !== "pseudowire") return;
        fc.pre(canSend(desired, wire.paths, 0) && canSend(to, wire.paths, chosen.get(wire.number) ?? 0));
        const operations = plan(to, start, chosen);
        for (const state of states(start, operations)) expect(waysOut(state)).toBe(1);
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
        const more = settled(before, desired);
        expect(sorted(settled(more, fewer))).toEqual(sorted(before));
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
          if (operation.kind !== "open" || !/^p-|^[xng]-|^l-3[12]$/.test(operation.device)) continue;
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
        for (const state of states(start, plan(to, start))) expect(sharedSegments(state)).toEqual([]);
      }),
    );
  });

  test("admits a frame only where its segment and its way out are there already, at any step", () => {
    fc.assert(
      fc.property(desiredStates, desiredStates, (from, to) => {
        const start = simulate(HANDED_OVER, plan(from, HANDED_OVER));
        for (const state of states(start, plan(to, start))) expect(withoutWay(state)).toEqual([]);
      }),
    );
  });
});

/** The kernel once a state was followed: chains that are left go with a second plan. */
function settled(actual: Actual, desired: DesiredState): Actual {
  const then = simulate(actual, plan(desired, actual));
  return simulate(then, plan(desired, then));
}

/** The kernel before, between and after operations. */
function states(start: Actual, operations: readonly Operation[]): Actual[] {
  const all = [start];
  for (const operation of operations) all.push(simulate(all.at(-1) ?? start, [operation]));
  return all;
}

/** Whether a rule that lost its mark stands where another one is wanted: it is then somebody else's. */
function isTaken({ filters }: Wanted, actual: Actual): boolean {
  const foreign = new Map(actual.filters.filter(({ ours }) => !ours).map((it) => [filterPlace(it.filter), it.filter]));
  return filters.some(({ filter }) => {
    const found = foreign.get(filterPlace(filter));
    return found !== undefined && !sameMatch(found, filter);
  });
}

/** Whether frames of a pseudowire have a way: the link is there, and its far end known where that is needed. */
function canSend({ links }: DesiredState, paths: readonly { link: number }[], chosen: number): boolean {
  const path = paths[chosen] ?? paths[0];
  const link = links.find(({ number }) => number === path?.link);
  if (link === undefined) return false;
  return link.medium === "provider" || link.send !== "vpls" || link.farMac !== null;
}

/** The link with other encapsulations, as in one stage of a change. */
function respoken(link: DesiredLink, by: number): DesiredLink {
  const names = link.medium === "line" ? ["vpls", "q"] : ["vxlan", "nvgre", "mpls-gre"];
  const send = names[by % names.length];
  return desiredLink.parse({ ...link, send, accept: by % 2 === 0 ? [send] : names.slice(0, 2) });
}

/** Rules by which tenants' frames leave a pseudowire for a device that is there. */
function waysOut({ filters, links }: Actual): number {
  const names = new Set(links.map(({ name }) => name));
  return filters.filter(({ filter: { device, priority, actions } }) => {
    const last = actions.at(-1);
    return device === "w-5001" && priority === 10 && last?.kind === "redirect" && names.has(last.device);
  }).length;
}

/** The pair and the segment number that a rule at a port gives to its frames; a rule in a chain that nothing leads to has none. */
function admissions(actual: Actual): { adapter: string; pair: string; segment: number }[] {
  const chains = chainsInUse(actual);
  return actual.filters.flatMap(({ filter, ours }) => {
    if (!ours || !filter.device.startsWith("p-")) return [];
    if (filter.chain !== undefined && !chains.has(`${filter.device} ${filter.chain}`)) return [];
    const adapter = filter.actions.flatMap((action) => (action.kind === "redirect" ? [action.device] : []))[0] ?? "*";
    // The last three tags are C, S and the segment number; a VLAN id of the segment may come before.
    const tags = filter.actions.flatMap((action) => (action.kind === "push" ? [action.id] : [])).slice(-3);
    const segment = tags.at(-1);
    // A rule whose adapter went before it sends to nowhere; a relay's, and a loopback's at its uplink, to no bridge.
    if (segment === undefined || !adapter.startsWith("a-")) return [];
    return [{ adapter: adapter.slice(2), pair: pairOf(filter.match, tags), segment }];
  });
}

/** What is not pushed comes with the frame: the pair from another switch, C from one in front of this. */
function pairOf(match: FilterMatch, [first, second, third]: readonly number[]): string {
  if (third !== undefined) return `${second}.${first}`;
  if (match.kind === "vlan") return `${first}.${match.vlan}`;
  if (match.kind !== "pair") return "";
  return second === undefined ? `${match.outer}.${match.inner}` : `${first}.${match.outer}`;
}

/** Chains to which the first one leads, at whatever distance. */
function chainsInUse({ filters }: Actual): ReadonlySet<string> {
  const ways = filters.flatMap(({ filter: { device, chain, actions } }) =>
    actions.flatMap((action) => (action.kind === "goto" ? [{ device, chain, to: `${device} ${action.chain}` }] : [])),
  );
  const found = new Set<string>();
  for (let size = -1; size < found.size; ) {
    size = found.size;
    for (const { device, chain, to } of ways) if (chain === undefined || found.has(`${device} ${chain}`)) found.add(to);
  }
  return found;
}

function sharedSegments(actual: Actual): string[] {
  const pairs = new Map<string, Set<string>>();
  for (const { adapter, pair, segment } of admissions(actual)) {
    const name = `${segment} of bridge ${adapter.split(".")[1] ?? 0}`;
    pairs.set(name, (pairs.get(name) ?? new Set()).add(pair));
  }
  return [...pairs].filter(([, those]) => those.size > 1).map(([segment]) => segment);
}

function withoutWay(actual: Actual): string[] {
  return admissions(actual)
    .filter(({ adapter, segment }) => {
      const isMember = actual.vlans.some((vlan) => vlan.device === `b-${adapter}` && vlan.vid === segment);
      const isOut = actual.filters.some(({ filter }) => filter.device === `a-${adapter}` && filter.handle === segment);
      return !isMember || !isOut;
    })
    .map(({ adapter, segment }) => `${adapter}: ${segment}`);
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
  const ports = portsOf([{ number: entry.port, kind: "client" }]);
  const desired = withEntries({ number: 1, hash: "", ports, links: [], transits: [], entries: [] }, [entry]);

  test("a link with a name of ours and without our alias is reported, and its port is left alone", () => {
    const [link] = HANDED_OVER.links.filter(({ name }) => name === "operators");
    if (link === undefined) throw new Error("The switch is handed over with an operator's bridge.");
    const actual = { ...HANDED_OVER, links: [...HANDED_OVER.links, { ...link, name: "a-1", kind: "veth" }] };
    expect(plan(desired, actual).filter(({ scope }) => scope.id !== "switch")).toEqual([]);
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
    const ports = portsOf([{ number: 1, kind: "client" }]);
    const draft = {
      kind: "attachment",
      key: "1/10",
      port: 1,
      clientVlan: 10,
      hostTag: 100,
      customerTag: 200,
      segment: 11,
    };
    const desired = withEntries({ number: 1, hash: "", ports, links: [], transits: [], entries: [] }, [
      mapEntry.parse(draft),
    ]);
    const right = simulate(HANDED_OVER, plan({ ...desired, entries: [] }, HANDED_OVER));
    expect(planText(plan(desired, right))).toBe(
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
