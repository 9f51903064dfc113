import type { ReplaceRulesInput } from "@/server/services/rule/schemas";
import type { RuleView } from "@/server/services/rule/view";
import { localFault } from "../profile/field-fault";
import { NO_RATE, type RateDraft, rateDraftOf, typedRate } from "../profile/rate";
import { typedMac } from "../profile/typed-mac";
import type { Fault } from "../trpc/fault";
import { typedEtherType, typedPort, typedPrefix } from "./typed-match";

export type ActionKind = RuleView["action"]["kind"];
type Protocol = NonNullable<RuleView["match"]["ipProtocol"]>;

/** A rule as the API takes it. */
export type WantedRule = ReplaceRulesInput["rules"][number];

/** A rule as typed; an empty field matches anything. */
export interface RuleDraft {
  /** Names it in the list while it has no id of its own. */
  readonly key: string;
  /** The server's id; absent for one that is new. */
  readonly id?: string;
  readonly name: string;
  readonly action: ActionKind;
  readonly rate: RateDraft;
  readonly resourceId: string;
  readonly sourceMac: string;
  readonly destinationMac: string;
  readonly etherType: string;
  readonly priority: string;
  readonly sourceIp: string;
  readonly destinationIp: string;
  readonly ipProtocol: Protocol | "";
  readonly sourcePort: string;
  readonly destinationPort: string;
}

const EMPTY: Omit<RuleDraft, "key"> = {
  ...{ name: "", action: "drop", rate: NO_RATE, resourceId: "", sourceMac: "", destinationMac: "", etherType: "" },
  ...{ priority: "", sourceIp: "", destinationIp: "", ipProtocol: "", sourcePort: "", destinationPort: "" },
};

/** A rule that nothing has been typed of. */
export function emptyRule(key: string): RuleDraft {
  return { key, ...EMPTY };
}

/** A rule that the server keeps, as one would type it. */
export function ruleDraftOf({ id, name, match, action }: RuleView): RuleDraft {
  const text = (value: string | number | undefined) => (value === undefined ? "" : String(value));
  return {
    ...{ ...EMPTY, key: id, id, name, action: action.kind },
    rate: action.kind === "rate-limit" ? rateDraftOf(action.bandwidth) : NO_RATE,
    resourceId: action.kind === "mirror" ? action.resourceId : "",
    ...{ sourceMac: text(match.sourceMac), destinationMac: text(match.destinationMac) },
    etherType: match.etherType === undefined ? "" : `0x${match.etherType.toString(16).padStart(4, "0")}`,
    ...{ priority: text(match.priority), ipProtocol: match.ipProtocol ?? "" },
    ...{ sourceIp: text(match.sourceIp), destinationIp: text(match.destinationIp) },
    ...{ sourcePort: text(match.sourcePort), destinationPort: text(match.destinationPort) },
  };
}

/** What the API takes, or what of the draft cannot be read; which rules make sense is the server's to say. */
export function wantedRuleOf(draft: RuleDraft): WantedRule | Fault {
  const match = matchOf(draft);
  if (isRuleFault(match)) return match;
  const action = actionOf(draft);
  if (isRuleFault(action)) return action;
  return { ...(draft.id === undefined ? {} : { id: draft.id }), name: draft.name.trim(), match, action };
}

/** Whether a draft could not be read. */
export function isRuleFault(read: object): read is Fault {
  return "requestId" in read;
}

function actionOf({ action, rate, resourceId }: RuleDraft): WantedRule["action"] | Fault {
  if (action === "mirror") return { kind: action, resourceId };
  if (action !== "rate-limit") return { kind: action };
  const bandwidth = typedRate(rate);
  if (bandwidth === null || Number.isNaN(bandwidth)) {
    return localFault("action.bandwidth", "Write the rate as a number, such as 10 or 2.5.");
  }
  if (bandwidth < 8_000) return localFault("action.bandwidth", "A rate is at least 8 kbit/s.");
  if (bandwidth > 400_000_000_000) return localFault("action.bandwidth", "A rate is at most 400 Gbit/s.");
  return { kind: action, bandwidth };
}

/** Fields of a match in the order of the form, with how each is read and what is said when it cannot be. */
const READERS = [
  { field: "sourceMac", read: typedMac, rule: "Write six octets, such as 02:00:00:00:00:50." },
  { field: "destinationMac", read: typedMac, rule: "Write six octets, such as ff:ff:ff:ff:ff:ff." },
  { field: "etherType", read: typedEtherType, rule: "Write four hexadecimal digits, 0600 to ffff, such as 0806." },
  { field: "priority", read: typedPriority, rule: "Choose a priority from 0 to 7." },
  { field: "sourceIp", read: typedPrefix, rule: "Write an IPv4 address or prefix, such as 10.20.30.0/24." },
  { field: "destinationIp", read: typedPrefix, rule: "Write an IPv4 address or prefix, such as 10.20.30.0/24." },
  { field: "sourcePort", read: typedPort, rule: "Write a port number, 0 to 65535." },
  { field: "destinationPort", read: typedPort, rule: "Write a port number, 0 to 65535." },
] as const;

function typedPriority(text: string): number | null {
  return /^[0-7]$/.test(text) ? Number(text) : null;
}

function matchOf(draft: RuleDraft): WantedRule["match"] | Fault {
  const match: Record<string, string | number> = draft.ipProtocol === "" ? {} : { ipProtocol: draft.ipProtocol };
  for (const { field, read, rule } of READERS) {
    const text = draft[field].trim();
    if (text === "") continue;
    const value = read(text);
    if (value === null) return localFault(`match.${field}`, `"${text}" cannot be read. ${rule}`);
    match[field] = value;
  }
  return match;
}
