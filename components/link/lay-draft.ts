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

/** What the API takes, or what of the draft is no number. */
export function linkOf(draft: LinkDraft): LinkInput | Fault {
  const port = { a: typedWhole(draft.a.port), b: typedWhole(draft.b.port) };
  const longHaul = draft.medium === "line" ? 0 : typedWhole(draft.longHaul);
  const [mtu, cost] = [typedWhole(draft.mtu), typedWhole(draft.cost)];
  const latencyMicros = typedMicros(draft.latency);
  const fault = unreadable({ "a.port": port.a, "b.port": port.b, longHaul, mtu, cost, latencyMicros });
  if (fault !== null) return fault.field?.endsWith("port") ? { ...fault, message: "Choose a port." } : fault;
  const common = {
    ...{ code: draft.code.trim(), mtu: mtu ?? 0, cost: cost ?? 0, latencyMicros: latencyMicros ?? 0 },
    a: { switchCode: draft.a.switchCode, port: port.a ?? 0 },
    b: { switchCode: draft.b.switchCode, port: port.b ?? 0 },
  };
  if (draft.medium === "line") return { ...common, medium: "line", encapsulation: draft.line };
  const a = { ...common.a, address: draft.a.address.trim() };
  const b = { ...common.b, address: draft.b.address.trim() };
  return { ...common, medium: "provider", a, b, longHaul: longHaul ?? 0, encapsulation: draft.provider };
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
