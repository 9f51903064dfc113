import type { Block500, Draft, Evidence } from "./step-log-block";
import { customerTagOf, hostTagOf, pairOver, row, vlanName, vlanNumber } from "./step-log-evidence";
import type { OrderFacts, VlanFact } from "./step-log-facts";
import { doneAt, notNeeded } from "./step-log-outcome";

type Drafts = readonly Draft<Block500>[];
/** VLANs of the client system at the time of the order, in order of declaration. */
type Vlans = readonly VlanFact[];

/**
 * Blocks 508 to 524: tags for the client's one VLAN, or for each of its VLANs in turn (seed paras 89, 90). Pairs are given
 * at declaration, so what the loop did is known when the order comes.
 */
export function vlanBlocks(facts: OrderFacts): Drafts {
  return [decision(facts), ...onlyVlan(facts), ...eachVlan(facts)];
}

/** Of many VLANs so many are told one by one; the order's own is always among them. */
const TOLD = 8;

function isTold(vlans: Vlans, own: VlanFact, index: number): boolean {
  return index < TOLD || vlans[index]?.customerTag === own.customerTag || index === vlans.length - 1;
}

function isSeveral(vlans: Vlans): boolean {
  return vlans.length > 1;
}

function decision({ rack, vlan, vlansAtOrder: vlans }: OrderFacts): Draft<Block500> {
  const reason = `${rack.name} had ${countWords(vlans)} when this was ordered.`;
  // With the second VLAN the answer became yes.
  const at = (vlans[1] ?? vlans[0])?.declaredAt ?? 0;
  return {
    block: 508,
    title: "Multiple VLANs?",
    restsOn: [],
    outcome: isSeveral(vlans)
      ? { kind: "decided", answer: "yes", at, reason, leadsTo: 516 }
      : { kind: "decided", answer: "no", at, reason, leadsTo: 510 },
    evidence: eachTold(vlans, vlan, (one) => row(vlanName(one), "declared", { at: one.declaredAt })),
  };
}

type Tell = (one: VlanFact, next: VlanFact | undefined) => Evidence | null;

/** A row for each VLAN that is told, and one for the rest. */
function eachTold(vlans: Vlans, own: VlanFact, tell: Tell): Evidence[] {
  const told = vlans.flatMap((one, index) => (isTold(vlans, own, index) ? [tell(one, vlans[index + 1])] : []));
  const rest = vlans.length - told.length;
  const rows = told.filter((evidence) => evidence !== null);
  return rest === 0 ? rows : [...rows, row("And", `${rest} more in the same way`)];
}

function countWords(vlans: Vlans): string {
  return isSeveral(vlans) ? `${vlans.length} VLANs` : "one VLAN";
}

function onlyVlan({ vlan, vlansAtOrder, rack }: OrderFacts): Drafts {
  const several = isSeveral(vlansAtOrder);
  const outcome = several
    ? notNeeded(`${rack.name} had ${countWords(vlansAtOrder)}: each got tags of its own, blocks 516 to 524.`)
    : doneAt({ at: vlan.declaredAt, by: null });
  const common = { outcome };
  const told = (evidence: Evidence) => (several ? [] : [evidence]);
  return [
    {
      ...common,
      block: 510,
      title: "Tags for the client's one connection",
      restsOn: [508],
      evidence: told(row(vlanName(vlan), "one stack for its frames", { tags: pairOver(vlan) })),
    },
    {
      ...common,
      block: 512,
      title: "First tag: the host",
      restsOn: [510],
      evidence: told(row("Tag 1", rack.name, { tags: [hostTagOf(vlan.hostTag)], at: rack.registeredAt })),
    },
    {
      ...common,
      block: 514,
      title: "Second tag: the customer",
      restsOn: [510],
      evidence: told(row("Tag 2", vlanName(vlan), { tags: [customerTagOf(vlan.customerTag)], at: vlan.declaredAt })),
    },
  ];
}

function eachVlan({ vlan, vlansAtOrder: vlans, rack }: OrderFacts): Drafts {
  const several = isSeveral(vlans);
  const single = notNeeded(`${rack.name} had one VLAN: its tags are in blocks 510 to 514.`);
  const at = Math.max(0, ...vlans.map(({ declaredAt }) => declaredAt));
  const common = { outcome: several ? doneAt({ at, by: null }) : single };
  const rounds = (tell: Tell) => (several ? eachTold(vlans, vlan, tell) : []);
  return [
    {
      ...common,
      block: 516,
      title: "VLAN selected",
      restsOn: [508],
      evidence: rounds((one) => row(vlanName(one), "selected", { at: one.declaredAt })),
    },
    {
      ...common,
      block: 518,
      title: "First tag for that VLAN: the host",
      restsOn: [516],
      evidence: rounds((one) => row(vlanName(one), rack.name, { tags: [hostTagOf(one.hostTag)] })),
    },
    {
      ...common,
      block: 520,
      title: "Second tag for that VLAN: the customer",
      restsOn: [518],
      evidence: rounds((one) => row(vlanName(one), "a customer tag of its own", { tags: pairOver(one).slice(0, 2) })),
    },
    {
      block: 522,
      title: "More VLANs?",
      restsOn: [520],
      outcome: several
        ? { kind: "decided", answer: "no", at, reason: `All ${vlans.length} VLANs have their tags.`, leadsTo: 526 }
        : single,
      evidence: rounds((one, next) =>
        row(`After ${vlanNumber(one.vlan)}`, next === undefined ? "no, on to block 526" : "yes, on to block 524"),
      ),
    },
    {
      ...common,
      block: 524,
      title: "Next VLAN selected",
      restsOn: [520],
      evidence: rounds((one, next) =>
        next === undefined ? null : row(`After ${vlanNumber(one.vlan)}`, `${vlanName(next)}, back to block 518`),
      ),
    },
  ];
}
