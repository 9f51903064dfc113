import type { LinkInput } from "@/server/services/link/lay-link";
import type { EncapsulationView, LinkView } from "@/server/services/link/view";
import type { Fault } from "../trpc/fault";
import { typedMicros, typedWhole, unreadable } from "./typed-number";

type Medium = LinkView["medium"];
type LineInput = Extract<LinkInput, { medium: "line" }>;
type ProviderInput = Extract<LinkInput, { medium: "provider" }>;

/** One end as typed. */
export interface EndDraft {
  readonly switchCode: string;
  readonly port: string;
  readonly address: string;
}

/** A link as typed; numbers stay text until they are sent, and what the other medium asks is kept meanwhile. */
export interface LinkDraft {
  readonly medium: Medium;
  readonly code: string;
  readonly a: EndDraft;
  readonly b: EndDraft;
  readonly line: NonNullable<LineInput["encapsulation"]>;
  readonly provider: NonNullable<ProviderInput["encapsulation"]>;
  readonly longHaul: string;
  readonly mtu: string;
  readonly cost: string;
  readonly latency: string;
}

const NO_END: EndDraft = { switchCode: "", port: "", address: "" };
export const EMPTY_LINK: LinkDraft = {
  ...{ medium: "line", code: "", a: NO_END, b: NO_END, line: "vpls", provider: "vxlan" },
  ...{ longHaul: "", mtu: "", cost: "10", latency: "1" },
};

/** What the API takes, or what of the draft is missing or no number; what is allowed beyond that is the server's to say. */
export function linkOf(draft: LinkDraft): LinkInput | Fault {
  const fault = notChosen(draft) ?? unreadable(numbersOf(draft));
  if (fault !== null) return fault;
  const { longHaul, mtu, cost, latencyMicros } = numbersOf(draft);
  const common = { code: draft.code.trim(), mtu: mtu ?? 0, cost: cost ?? 0, latencyMicros: latencyMicros ?? 0 };
  const [a, b] = [endOf(draft.a), endOf(draft.b)];
  if (draft.medium === "line") return { ...common, medium: "line", a, b, encapsulation: draft.line };
  return {
    ...common,
    medium: "provider",
    longHaul: longHaul ?? 0,
    encapsulation: draft.provider,
    a: { ...a, address: draft.a.address.trim() },
    b: { ...b, address: draft.b.address.trim() },
  };
}

function endOf({ switchCode, port }: EndDraft) {
  return { switchCode, port: Number(port) };
}

function notChosen({ a, b }: LinkDraft): Fault | null {
  for (const [name, end] of Object.entries({ a, b })) {
    if (end.switchCode === "") return missing(`${name}.switchCode`, "Choose a switch.");
    if (end.port === "") return missing(`${name}.port`, "Choose a port.");
  }
  return null;
}

function missing(field: string, message: string): Fault {
  return { code: "invalid", message, field, requestId: null };
}

function numbersOf({ medium, longHaul, mtu, cost, latency }: LinkDraft) {
  return {
    longHaul: medium === "line" ? 0 : typedWhole(longHaul),
    mtu: typedWhole(mtu),
    cost: typedWhole(cost),
    latencyMicros: typedMicros(latency),
  };
}

/** Whether a draft could not be read. */
export function isFault(read: LinkInput | Fault): read is Fault {
  return "requestId" in read;
}

const KINDS = { line: ["vpls", "q"], provider: ["vxlan", "nvgre", "mpls-gre"] } as const;

/** What a new link of that medium can be sent as; names and overheads are those of the links that are there. */
export function encapsulationsFor(medium: Medium, links: readonly LinkView[]) {
  const known = links.flatMap(({ encapsulation, others }): EncapsulationView[] => [encapsulation, ...others]);
  return KINDS[medium].map((kind) => {
    const found = known.find((one) => one.kind === kind);
    return { kind, text: found === undefined ? kind : `${found.name}, ${found.overhead} octets` };
  });
}
