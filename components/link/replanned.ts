import { choosePaths, type LinkEdge, wayOf } from "@/server/domain/path-choice";
import type { LinkView, PseudowireView } from "@/server/services/link/view";

/** What an operator is about to say of a link. */
export type LinkChange = { readonly code: string } & Partial<Pick<LinkView, "cost" | "latencyMicros" | "state">>;

/** The paths of a pseudowire before and after a change, best first; each is the codes of its links from A to B. */
export interface Replanned {
  readonly pseudowire: PseudowireView;
  readonly before: readonly (readonly string[])[];
  readonly after: readonly (readonly string[])[];
}

/** The pseudowires whose paths a change of a link would change, chosen by the very rules by which the server chooses. */
export function replanned(
  links: readonly LinkView[],
  pseudowires: readonly PseudowireView[],
  { code, ...change }: LinkChange,
): Replanned[] {
  const then = links.map((link) => (link.code === code ? { ...link, ...change } : link));
  const edges = then.filter(({ state }) => state === "in_service").map(edgeOf);
  return pseudowires
    .map((pseudowire) => ({ pseudowire, before: codesOf(pseudowire.paths), after: pathsOver(edges, pseudowire) }))
    .filter(({ before, after }) => textOf(before) !== textOf(after));
}

function edgeOf({ id, code, a, b, cost, latencyMicros, room }: LinkView): LinkEdge {
  return { id, code, aSwitchId: a.switchCode, bSwitchId: b.switchCode, cost, latencyMicros, room };
}

function pathsOver(edges: readonly LinkEdge[], { a, b, way }: PseudowireView): string[][] {
  const paths = choosePaths(edges, { from: a.switchCode, to: b.switchCode }, wayOf(way));
  return paths.map((path) => path.links.map((link) => link.code));
}

function codesOf(paths: PseudowireView["paths"]): (readonly string[])[] {
  return paths.map(({ linkCodes }) => linkCodes);
}

function textOf(paths: readonly (readonly string[])[]): string {
  return paths.map((codes) => codes.join(" ")).join(", ");
}
