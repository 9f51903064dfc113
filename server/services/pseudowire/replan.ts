import { eq } from "drizzle-orm";
import { pseudowireHop, pseudowirePath } from "@/db/schema/link";
import { networkSwitch } from "@/db/schema/switch";
import { choosePaths, type LinkEdge, type LinkPath, wayOf } from "../../domain/path-choice";
import { allocateDatacenterTag, freeDatacenterTags } from "../allocate/datacenter-tag";
import type { Work } from "../event/commit";
import { edgesInService, loadLinks } from "../topology/links";
import { loadPseudowires, type PathRow, type Pseudowire } from "../topology/pseudowires";
import { makePseudowire } from "./make";

/**
 * Makes every pseudowire's paths what the links allow now, and a pseudowire between every two edge switches that links
 * join. A path that stays keeps its tags; only its rank may change. One at rest stays so. Belongs inside `changeFabric`.
 *
 * @throws ServiceError exhausted when a datacenter has no tag left for a path
 */
export async function replanPseudowires(work: Work): Promise<void> {
  const edges = edgesInService(await loadLinks(work.tx));
  await makeMissing(work, edges);
  for (const pseudowire of await loadPseudowires(work.tx)) {
    if (!pseudowire.isAtRest) await replan(work, pseudowire, edges);
  }
}

/** Pairs of edge switches of different datacenters have one pseudowire for any way. */
async function makeMissing(work: Work, edges: readonly LinkEdge[]): Promise<void> {
  const homes = await homesOf(work);
  const known = await loadPseudowires(work.tx);
  const edge = [...new Set(edges.flatMap(({ aSwitchId, bSwitchId }) => [aSwitchId, bSwitchId]))];
  for (const [index, a] of edge.entries()) {
    for (const b of edge.slice(index + 1)) {
      const joined = known.some((one) => one.way === "" && joins(one, a, b));
      const apart = homes.get(a) !== homes.get(b);
      if (!joined && apart && choosePaths(edges, { from: a, to: b }).length > 0) await makePseudowire(work, a, b, "");
    }
  }
}

async function homesOf({ tx }: Work): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.select().from(networkSwitch);
  return new Map(rows.map((row) => [row.id, row.datacenterId]));
}

function joins({ a, b }: Pseudowire, one: string, other: string): boolean {
  return (a.switchId === one && b.switchId === other) || (a.switchId === other && b.switchId === one);
}

async function replan(work: Work, pseudowire: Pseudowire, edges: readonly LinkEdge[]): Promise<void> {
  const { a, b, way, paths } = pseudowire;
  const wanted = choosePaths(edges, { from: a.switchId, to: b.switchId }, wayOf(way));
  const kept = new Map(wanted.map((path) => [hopsOf(path), paths.find((row) => row.linkIds.join() === hopsOf(path))]));
  for (const row of paths) if (![...kept.values()].includes(row)) await removePath(work, row);
  for (const [rank, path] of wanted.entries()) {
    const row = kept.get(hopsOf(path));
    if (row === undefined) await addPath(work, pseudowire, path, rank);
    else await work.tx.update(pseudowirePath).set({ rank }).where(eq(pseudowirePath.id, row.id));
  }
}

function hopsOf({ links }: LinkPath): string {
  return links.map((link) => link.id).join();
}

/** Takes a path away; its tags rest like any that are given back. */
export async function removePath({ tx, ctx }: Work, row: PathRow): Promise<void> {
  await tx.delete(pseudowireHop).where(eq(pseudowireHop.pathId, row.id));
  await tx.delete(pseudowirePath).where(eq(pseudowirePath.id, row.id));
  await freeDatacenterTags(tx, row.id, ctx.now());
}

async function addPath(work: Work, { id, a, b }: Pseudowire, path: LinkPath, rank: number): Promise<void> {
  const { tx, ctx } = work;
  const pathId = ctx.newId("path");
  const homes = await homesOf(work);
  const tagTo = (switchId: string) => allocateDatacenterTag(tx, homes.get(switchId) ?? "", pathId);
  const tags = { tagToB: await tagTo(b.switchId), tagToA: await tagTo(a.switchId) };
  await tx.insert(pseudowirePath).values({ id: pathId, pseudowireId: id, rank, ...tags });
  await tx.insert(pseudowireHop).values(path.links.map((link, position) => ({ pathId, position, linkId: link.id })));
}
