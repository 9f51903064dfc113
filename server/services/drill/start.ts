import { eq } from "drizzle-orm";
import { violatedUnique } from "@/db/constraint";
import { drill, type link } from "@/db/schema/link";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { linkNamed } from "../link/find";
import { parseInput } from "../parse-input";
import { operatorOf } from "../scope";
import { changeFabric } from "../topology/change-fabric";
import { loadFabric } from "../topology/fabric";
import { framesMissing } from "../topology/frames-missing";
import { drillViews } from "./list";
import { type StartDrillInput, startDrillInput } from "./schemas";
import type { DrillView } from "./view";

/**
 * Takes a link down for some seconds, as if it had failed: what comes in over it is dropped at both ends. The agents
 * open it again by themselves. What each service lost is reported when its counters have settled (`advanceDrills`).
 *
 * @throws ServiceError not_found, or conflict while a drill is under way
 */
export async function startDrill({ ctx, input }: { ctx: ServiceContext; input: StartDrillInput }): Promise<DrillView> {
  operatorOf(ctx);
  const { code, seconds } = parseInput(startDrillInput, input);
  const id = ctx.newId("task");
  await commit(ctx, async (work) => {
    const row = await linkNamed(work.tx, code);
    await changeFabric(work, () => insertDrill(work, id, row, seconds));
    await recordAudit(work.tx, ctx, { action: "link.drill", subjectId: row.id, tenantId: null, after: { seconds } });
  });
  const [view] = await drillViews(ctx.db.read, eq(drill.id, id));
  if (view === undefined) throw new Error(`drill ${id} was not kept`);
  return view;
}

async function insertDrill({ tx, ctx }: Work, id: string, { id: linkId }: typeof link.$inferSelect, seconds: number) {
  const startedAt = ctx.now();
  const before = framesMissing(ctx.live, await loadFabric(tx), linkId, startedAt);
  const times = { startedAt, endsAt: startedAt + seconds * 1000 };
  try {
    const row = { id, linkId, ...times, before: JSON.stringify(before), actorName: ctx.actor.name };
    await tx.insert(drill).values({ ...row, stage: "down" });
  } catch (error) {
    throw violatedUnique(error) === null ? error : underWay();
  }
}

function underWay(): ServiceError {
  return new ServiceError(
    "conflict",
    "A drill is under way, and two at once would prove nothing. Wait until it is done.",
  );
}
