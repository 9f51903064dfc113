import type { Queryable } from "@/db/client";
import { choosePaths, wayOf } from "../../domain/path-choice";
import { edgesInService, type LinkRow, loadLinks } from "../topology/links";
import { loadPseudowires, type Pseudowire } from "../topology/pseudowires";

/** Codes of the links of a pseudowire's best path, from A to B; empty without one. */
export async function linkCodesOf(db: Queryable, pseudowire: Pseudowire | null): Promise<string[]> {
  return pseudowire === null ? [] : bestCodes(await loadLinks(db), pseudowire);
}

/** The same for every pseudowire, by its id. */
export async function bestLinkCodes(db: Queryable): Promise<ReadonlyMap<string, readonly string[]>> {
  const links = await loadLinks(db);
  return new Map((await loadPseudowires(db)).map((one) => [one.id, bestCodes(links, one)]));
}

/** Of one at rest, the path that it would have: orders that have ended are told by the way that they asked for. */
function bestCodes(links: readonly LinkRow[], { a, b, way, isAtRest, paths }: Pseudowire): string[] {
  if (isAtRest) {
    const [best] = choosePaths(edgesInService(links), { from: a.switchId, to: b.switchId }, wayOf(way), 1);
    return (best?.links ?? []).map(({ code }) => code);
  }
  return (paths[0]?.linkIds ?? []).flatMap((id) =>
    links.filter(({ link }) => link.id === id).map(({ link }) => link.code),
  );
}
