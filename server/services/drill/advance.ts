import { eq, ne } from "drizzle-orm";
import { z } from "zod";
import { drill } from "@/db/schema/link";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { changeFabric } from "../topology/change-fabric";
import { loadFabric } from "../topology/fabric";
import { framesMissing, lostSince } from "../topology/frames-missing";

/** After the link is up again the counters of both ends need so long to tell the whole, in ms: three reports. */
const SETTLE_MS = 4_000;

export const storedMissing = z.record(z.string(), z.number());

/** Ends the drill under way whose time is over, and reports it once the counters have settled; most of the time there is none. */
export async function advanceDrills(ctx: ServiceContext): Promise<void> {
  const [running] = await ctx.db.read.select().from(drill).where(ne(drill.stage, "done"));
  if (running === undefined) return;
  const now = ctx.now();
  if (running.stage === "down" && now >= running.endsAt) await commit(ctx, (work) => openLink(work, running.id));
  if (running.stage === "settling" && now >= running.endsAt + SETTLE_MS) {
    await commit(ctx, (work) => reportDrill(work, running));
  }
}

async function openLink(work: Work, id: string): Promise<void> {
  await changeFabric(work, async () => {
    await work.tx.update(drill).set({ stage: "settling" }).where(eq(drill.id, id));
  });
}

async function reportDrill({ tx, ctx }: Work, { id, linkId, before }: typeof drill.$inferSelect): Promise<void> {
  const after = framesMissing(ctx.live, await loadFabric(tx), linkId, ctx.now());
  const lost = lostSince(storedMissing.parse(JSON.parse(before)), after);
  await tx
    .update(drill)
    .set({ stage: "done", report: JSON.stringify(lost) })
    .where(eq(drill.id, id));
}
