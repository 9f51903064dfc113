import { networkSwitch } from "@/db/schema/switch";
import { type Way, wayKey } from "../../domain/path-choice";
import type { Work } from "../event/commit";
import { changeFabric } from "../topology/change-fabric";
import { loadLinks } from "../topology/links";
import { loadPseudowires, type Pseudowire } from "../topology/pseudowires";
import { makePseudowire } from "./make";
import { replanPseudowires } from "./replan";
import { wake } from "./rest";

/**
 * The pseudowire between two datacenters whose paths go the way that is asked for; a way that nobody asked for before
 * gets one of its own, until no extension crosses by it any more (`restUnused`). Of several between edge switches the
 * one with the cheapest best path is taken.
 *
 * @returns null when no path joins the two datacenters so
 */
export async function pseudowireFor(
  work: Work,
  datacenters: { readonly from: string; readonly to: string },
  way: Way,
): Promise<Pseudowire | null> {
  const all = await loadPseudowires(work.tx);
  const base = await cheapestBetween(work, all, datacenters);
  const key = wayKey(way);
  if (base === null || key === "") return base;
  const known = all.find((one) => one.way === key && joinsAs(one, base));
  const found = known?.isAtRest === false ? known : await inForce(work, known ?? base, key);
  return found.paths.length === 0 ? null : found;
}

async function cheapestBetween(
  { tx }: Work,
  all: readonly Pseudowire[],
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Pseudowire | null> {
  const homes = new Map((await tx.select().from(networkSwitch)).map((row) => [row.id, row.datacenterId]));
  const costs = new Map((await loadLinks(tx)).map(({ link }) => [link.id, link.cost]));
  const costOf = ({ paths }: Pseudowire) =>
    (paths[0]?.linkIds ?? []).reduce((sum, id) => sum + (costs.get(id) ?? 0), 0);
  const candidates = all.filter(({ way, a, b, paths }) => {
    const ends = [homes.get(a.switchId), homes.get(b.switchId)];
    return way === "" && paths.length > 0 && ends.includes(from) && ends.includes(to);
  });
  return [...candidates].sort((a, b) => costOf(a) - costOf(b))[0] ?? null;
}

function joinsAs(one: Pseudowire, other: Pseudowire): boolean {
  return one.a.switchId === other.a.switchId && one.b.switchId === other.b.switchId;
}

/** Wakes the pseudowire of that way, or makes one between the same switches. */
async function inForce(work: Work, like: Pseudowire, key: string): Promise<Pseudowire> {
  const id = await changeFabric(work, () => (like.way === key ? woken(work, like) : made(work, like, key)));
  const row = (await loadPseudowires(work.tx)).find((one) => one.id === id);
  if (row === undefined) throw new Error(`pseudowire ${id} was not made`);
  return row;
}

async function woken(work: Work, resting: Pseudowire): Promise<string> {
  await wake(work, resting);
  return resting.id;
}

async function made(work: Work, { a, b }: Pseudowire, key: string): Promise<string> {
  const id = await makePseudowire(work, a.switchId, b.switchId, key);
  await replanPseudowires(work);
  return id;
}
