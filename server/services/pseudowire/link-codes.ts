import type { Queryable } from "@/db/client";
import { loadLinks } from "../topology/links";
import { loadPseudowires, type Pseudowire } from "../topology/pseudowires";

/** Codes of the links of a pseudowire's best path, from A to B; empty without one. */
export async function linkCodesOf(db: Queryable, pseudowire: Pseudowire | null): Promise<string[]> {
  const links = await loadLinks(db);
  return (pseudowire?.paths[0]?.linkIds ?? []).flatMap((id) => {
    return links.filter(({ link }) => link.id === id).map(({ link }) => link.code);
  });
}

/** The same for every pseudowire, by its id. */
export async function bestLinkCodes(db: Queryable): Promise<ReadonlyMap<string, readonly string[]>> {
  const codes = new Map((await loadLinks(db)).map(({ link }) => [link.id, link.code]));
  const best = ({ paths }: Pseudowire) => (paths[0]?.linkIds ?? []).map((id) => codes.get(id) ?? id);
  return new Map((await loadPseudowires(db)).map((one) => [one.id, best(one)]));
}
