import fc from "fast-check";
import { expect, test } from "vitest";
import { stepLog } from "./step-log";
import {
  crossingOver,
  LINE_224,
  movesTo,
  ORDERED_AT,
  orderFacts,
  PROVIDER_306,
  vlanOf,
  wayOver,
} from "./step-log.fixture";
import { arbitraryOrder } from "./step-log-arbitrary.fixture";
import { BLOCKS, type Block, type Draft, type Outcome, type Step } from "./step-log-block";
import type { OrderFacts } from "./step-log-facts";
import { method400 } from "./step-log-method-400";
import { method500 } from "./step-log-method-500";

/** A block waits for another in few orders only: enough of them must come. */
const MANY = { numRuns: 600 };
const LIVE = movesTo("requested", "allocated", "configured", "live");
const REMOTE_LIVE = movesTo("requested", "awaiting_approval", "allocated", "configured", "live");

/** Every block with its outcome in a word: "402 done", "408 no > 410". */
function inWords(steps: readonly Step[]): string[] {
  return steps.map(({ block, outcome }) => `${block} ${wordOf(outcome)}`);
}

function wordOf(outcome: Outcome): string {
  return outcome.kind === "decided" ? `${outcome.answer} > ${outcome.leadsTo}` : outcome.kind;
}

function outcomeOf(facts: OrderFacts, block: Block): Outcome {
  const { high, refined } = stepLog(facts);
  const found = [...high, ...refined].find((step) => step.block === block);
  if (found === undefined) throw new Error(`no block ${block}`);
  return found.outcome;
}

function bothMethods(facts: OrderFacts) {
  const { high, refined } = stepLog(facts);
  return [
    { steps: high as readonly Step[], drafts: method400(facts) as readonly Draft[] },
    { steps: refined as readonly Step[], drafts: method500(facts) as readonly Draft[] },
  ];
}

test("an order inside one cloud takes the short branch of both methods", () => {
  const { high, refined } = stepLog(orderFacts(LIVE));
  expect(inWords(high)).toEqual([
    ...["402 done", "404 done", "406 done", "408 no > 410", "410 done", "412 done", "414 done", "416 done"],
    ...["418 not_needed", "420 not_needed", "422 not_needed", "424 yes > 416", "426 done", "428 done"],
  ]);
  expect(inWords(refined)).toEqual([
    ...["502 done", "504 not_needed", "506 not_needed", "508 no > 510", "510 done", "512 done", "514 done"],
    ...["516 not_needed", "518 not_needed", "520 not_needed", "522 not_needed", "524 not_needed"],
    ...["526 yes > 528", "528 done", "530 done", "532 not_needed", "534 not_needed", "536 not_needed"],
    ...["538 not_needed", "540 yes > 542", "542 pending"],
  ]);
});

test("an order over a dedicated line adds the datacenter's tag and no long haul", () => {
  const { high, refined } = stepLog(orderFacts(REMOTE_LIVE, { crossing: crossingOver(wayOver(LINE_224)) }));
  expect(inWords(high).slice(8, 11)).toEqual(["418 done", "420 done", "422 not_needed"]);
  expect(inWords(refined).slice(12)).toEqual([
    ...["526 no > 532", "528 done", "530 done", "532 done", "534 done", "536 not_needed", "538 not_needed"],
    ...["540 yes > 542", "542 pending"],
  ]);
  const added = refined.find(({ block }) => block === 532);
  expect(added?.evidence[0]).toMatchObject({
    value: "names DC1, put on at switch 220, port 31, VPLS label",
    tags: [{ kind: "datacenter", value: 1104 }],
  });
});

test("an order over a provider link adds the fourth tag at one end and takes it off at the other", () => {
  const { high, refined } = stepLog(orderFacts(REMOTE_LIVE, { crossing: crossingOver(wayOver(PROVIDER_306)) }));
  expect(inWords(high)).toContain("422 done");
  const haul = refined.filter(({ block }) => block === 536 || block === 538);
  expect(haul.map(({ outcome, evidence }) => [outcome.kind, evidence[0]?.value, evidence[0]?.tags[0]?.value])).toEqual([
    ["done", "put on by switch 220, port 33, VXLAN", 7001],
    ["done", "taken off by switch 124, port 33, VXLAN", 7001],
  ]);
});

test("what was counted at the resource arrived, though nobody has said by which path", () => {
  const crossing = { ...crossingOver(wayOver(PROVIDER_306)), wayBy: "choice" } as const;
  const facts = orderFacts(REMOTE_LIVE, { crossing });
  expect(outcomeOf(facts, 530)).toMatchObject({ kind: "done" });
  expect(outcomeOf(facts, 536)).toEqual({
    kind: "pending",
    waitsFor: "the agent of switch 220 to say which path it uses",
  });
});

test("a client with three VLANs goes through the loop, each with a pair of its own", () => {
  const vlansAtOrder = [vlanOf(10, 200), vlanOf(20, 201), vlanOf(30, 202)];
  const { refined } = stepLog(orderFacts(LIVE, { vlansAtOrder }));
  expect(inWords(refined).slice(3, 13)).toEqual([
    ...["508 yes > 516", "510 not_needed", "512 not_needed", "514 not_needed", "516 done", "518 done", "520 done"],
    ...["522 no > 526", "524 done", "526 yes > 528"],
  ]);
  const pairs = refined.find(({ block }) => block === 520)?.evidence.map(({ tags }) => tags.map(({ value }) => value));
  expect(pairs).toEqual([
    [2000, 200],
    [2000, 201],
    [2000, 202],
  ]);
  const loop = refined.find(({ block }) => block === 522)?.evidence.map(({ name, value }) => `${name}: ${value}`);
  expect(loop).toEqual([
    "After VLAN 10: yes, on to block 524",
    "After VLAN 20: yes, on to block 524",
    "After VLAN 30: no, on to block 526",
  ]);
});

test("of hundreds of VLANs the first are told one by one, and the order's own always", () => {
  const vlansAtOrder = Array.from({ length: 400 }, (_, index) => vlanOf(100 + index, 600 + index));
  const own = vlansAtOrder[200] ?? vlanOf(1, 1);
  const { refined } = stepLog(orderFacts(LIVE, { vlan: own, vlansAtOrder, vlansSince: vlansAtOrder }));
  const names = (block: Block) => refined.find((step) => step.block === block)?.evidence.map(({ name }) => name) ?? [];
  expect(names(520)).toHaveLength(11);
  expect(names(520)).toContain("VLAN 300 (lan 800)");
  expect(refined.find(({ block }) => block === 520)?.evidence.at(-1)?.value).toBe("390 more in the same way");
  expect(names(542).filter((name) => name.startsWith("New VLAN"))).toHaveLength(9);
});

test("an order that waits for approval has its tags already, and no switch was touched", () => {
  const crossing = crossingOver(wayOver(LINE_224), { state: "pending", decidedBy: null, decidedAt: null });
  const facts = orderFacts(movesTo("requested", "awaiting_approval"), { crossing });
  expect(outcomeOf(facts, 420)).toEqual({
    kind: "pending",
    waitsFor: "the operator's decision: no switch is touched before it",
  });
  expect(outcomeOf(facts, 510)).toMatchObject({ kind: "done" });
  expect(outcomeOf(facts, 416)).toEqual({ kind: "pending", waitsFor: "block 412" });
});

test("a rejected order failed where the clouds would have been coupled, with the operator's reason", () => {
  const request = { state: "rejected", reason: "The line is full." } as const;
  const facts = orderFacts(movesTo("requested", "awaiting_approval", "rejected"), {
    crossing: crossingOver(wayOver(LINE_224), request),
  });
  for (const block of [420, 506] as const) {
    expect(outcomeOf(facts, block)).toMatchObject({ kind: "failed", reason: "Rejected by Olive: The line is full." });
  }
  expect(outcomeOf(facts, 424)).toMatchObject({ kind: "decided", answer: "no", leadsTo: "end" });
  expect(outcomeOf(facts, 530)).toMatchObject({ kind: "not_needed", reason: /rejected before it came here/ });
});

test("an entry that is lost in a kernel fails the coupling that it belongs to, and the rest waits for that", () => {
  const crossing = crossingOver(wayOver(LINE_224));
  const base = orderFacts([...REMOTE_LIVE, { ...lossMove(), from: "live" }], { crossing });
  const places = base.places.map((place) =>
    place.key === "14/10"
      ? { ...place, kernel: { key: place.key, state: "missing", detail: "no rule" } as const }
      : place,
  );
  const facts = { ...base, places };
  expect(outcomeOf(facts, 502)).toMatchObject({ kind: "done", at: ORDERED_AT + 3_000 });
  expect(outcomeOf(facts, 504)).toMatchObject({
    kind: "failed",
    reason: "On switch 116 map entry 14/10 is missing: no rule. Its agent repairs it.",
  });
  expect(outcomeOf(facts, 506)).toEqual({ kind: "pending", waitsFor: "block 504" });
  expect(outcomeOf(facts, 530)).toEqual({ kind: "pending", waitsFor: "block 528" });
});

function lossMove() {
  return { to: "allocated", at: ORDERED_AT + 9_000, by: "agent of switch 116", reason: "lost" } as const;
}

test("a path that changed after frames proved the way leaves no made-up moment", () => {
  const detour = { ...wayOver(PROVIDER_306), tagToFar: wayOver().tagToNear };
  const proof = { entries: [], counts: [], way: wayOver(LINE_224), round: null };
  const facts = orderFacts(REMOTE_LIVE, { crossing: crossingOver(detour), proof });
  expect(outcomeOf(facts, 536)).toMatchObject({ kind: "done", at: null });
  expect(outcomeOf(facts, 528)).toMatchObject({ kind: "done", at: ORDERED_AT + 4_000 });
});

test("a released order keeps what was done and says that it ends", () => {
  const facts = orderFacts(movesTo("requested", "allocated", "configured", "live", "releasing", "released"));
  expect(outcomeOf(facts, 416)).toMatchObject({ kind: "done", at: ORDERED_AT + 3_000 });
  expect(outcomeOf(facts, 540)).toMatchObject({ kind: "decided", answer: "no", leadsTo: "end" });
  expect(outcomeOf(facts, 542)).toMatchObject({ kind: "not_needed" });
});

test("the log has every block of both flow charts once, in their order", () => {
  fc.assert(
    fc.property(arbitraryOrder(), (facts) => {
      const { high, refined } = stepLog(facts);
      expect(high.map(({ block }) => block)).toEqual(BLOCKS[400]);
      expect(refined.map(({ block }) => block)).toEqual(BLOCKS[500]);
    }),
  );
});

test("every decision leads to a block that is in the log and was taken, and the other branch says why it was not", () => {
  const branches: Partial<Record<Block, { yes: readonly Block[]; no: readonly Block[] }>> = {
    408: { yes: [418, 420], no: [] },
    508: { yes: [516, 518, 520, 522, 524], no: [510, 512, 514] },
    526: { yes: [], no: [532, 534] },
  };
  fc.assert(
    fc.property(arbitraryOrder(), (facts) => {
      for (const { steps } of bothMethods(facts)) {
        for (const { block, outcome } of steps) {
          if (outcome.kind !== "decided") continue;
          const { leadsTo, answer } = outcome;
          expect(leadsTo === "end" || steps.some((step) => step.block === leadsTo)).toBe(true);
          const skipped = branches[block]?.[answer === "yes" ? "no" : "yes"] ?? [];
          for (const step of steps.filter((one) => skipped.includes(one.block))) {
            expect(step.outcome).toMatchObject({ kind: "not_needed", reason: /./ });
          }
        }
      }
    }),
  );
});

test("the branch that a decision takes is not called unneeded while the order goes on", () => {
  fc.assert(
    fc.property(arbitraryOrder(), (facts) => {
      fc.pre(facts.life.ending === null);
      for (const { steps } of bothMethods(facts)) {
        for (const { outcome } of steps) {
          if (outcome.kind !== "decided" || outcome.leadsTo === "end") continue;
          const { leadsTo } = outcome;
          expect(steps.find(({ block }) => block === leadsTo)?.outcome.kind).not.toBe("not_needed");
        }
      }
    }),
  );
});

test("no block is done before what it rests on", () => {
  fc.assert(
    fc.property(arbitraryOrder(), (facts) => {
      const early = bothMethods(facts).flatMap(({ steps, drafts }) => {
        const outcomes = new Map(steps.map(({ block, outcome }) => [block, outcome]));
        return drafts.flatMap(({ block, restsOn }) =>
          restsOn.filter((ground) => isBefore(outcomes.get(block), outcomes.get(ground))).map((one) => [block, one]),
        );
      });
      expect(early).toEqual([]);
    }),
    MANY,
  );
});

/** One is done although the other is still open, or came later. */
function isBefore(one: Outcome | undefined, other: Outcome | undefined): boolean {
  if (one?.kind !== "done" && one?.kind !== "decided") return false;
  if (other?.kind === "done" || other?.kind === "decided") {
    return (other.at ?? 0) > (one.at ?? Number.POSITIVE_INFINITY);
  }
  return other?.kind !== "not_needed";
}

test("an order that has ended waits for nothing", () => {
  fc.assert(
    fc.property(arbitraryOrder(), (facts) => {
      fc.pre(facts.life.ending !== null);
      for (const { steps } of bothMethods(facts)) {
        expect(steps.filter(({ outcome }) => outcome.kind === "pending")).toEqual([]);
      }
    }),
  );
});

test("a resource is only said to have received a frame when frames proved the way", () => {
  fc.assert(
    fc.property(arbitraryOrder(), (facts) => {
      for (const block of [416, 528, 530] as const) {
        if (outcomeOf(facts, block).kind === "done") expect(facts.life.proved).not.toBeNull();
      }
    }),
  );
});
