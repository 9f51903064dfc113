import { eq } from "drizzle-orm";
import { link } from "@/db/schema/link";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit } from "../event/commit";
import { parseInput } from "../parse-input";
import { replanPseudowires } from "../pseudowire/replan";
import { operatorOf } from "../scope";
import { changeFabric } from "../topology/change-fabric";
import { linkNamed } from "./find";
import { getLink } from "./list";
import { type UpdateLinkInput, updateLinkInput } from "./schemas";
import type { LinkView } from "./view";

/**
 * Changes by what paths are chosen: cost, latency, or whether the link is in service. Every path is chosen anew in the
 * same transaction; one that stays keeps its tags.
 */
export async function updateLink({ ctx, input }: { ctx: ServiceContext; input: UpdateLinkInput }): Promise<LinkView> {
  operatorOf(ctx);
  const { code, ...change } = parseInput(updateLinkInput, input);
  await commit(ctx, async (work) => {
    const { id, cost, latencyMicros, state } = await linkNamed(work.tx, code);
    await changeFabric(work, async () => {
      await work.tx
        .update(link)
        .set({ cost, latencyMicros, state, ...change })
        .where(eq(link.id, id));
      await replanPseudowires(work);
    });
    const before = { cost, latencyMicros, state };
    await recordAudit(work.tx, ctx, { action: "link.update", subjectId: id, tenantId: null, before, after: change });
  });
  return getLink({ ctx, input: { code } });
}
