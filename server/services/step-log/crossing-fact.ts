import { eq } from "drizzle-orm";
import { linkRequest } from "@/db/schema/extension";
import type { CrossingFact } from "../../domain/step-log-facts";
import { loadFabric } from "../topology/fabric";
import type { OrderRows } from "./order-rows";
import { wayChosen, wayTaken } from "./way-fact";

/** What an order crosses between datacenters, who decided, and by which path; null inside one. */
export async function crossingFact(order: OrderRows): Promise<CrossingFact | null> {
  const { ctx, routed } = order;
  const [request] = await ctx.db.read.select().from(linkRequest).where(eq(linkRequest.extensionId, routed.row.id));
  if (routed.row.pseudowireId === null || request === undefined) return null;
  const { id, state, decidedByName, decidedAt, reason } = request;
  return {
    request: { id, state, decidedBy: decidedByName, decidedAt, reason },
    ...(await wayFacts(order, routed.row.pseudowireId)),
  };
}

/** While it goes on, the path in use counts; when it has ended, what was recorded. */
async function wayFacts(
  { ctx, routed, life, proof, placeOf }: OrderRows,
  pseudowireId: string,
): Promise<Pick<CrossingFact, "way" | "wayBy">> {
  const recorded = proof?.way ?? null;
  const near = routed.route.crossings.find(({ kind }) => kind === "pseudowire")?.near;
  if (life.ending !== null || near === undefined) return { way: recorded, wayBy: "record" };
  const fabric = await loadFabric(ctx.db.read);
  const codeOf = (switchId: string) => placeOf(switchId).switchCode;
  const taken = wayTaken(ctx.live, fabric, { pseudowireId, near }, codeOf);
  if (taken !== null) return taken;
  if (recorded !== null) return { way: recorded, wayBy: "record" };
  return { way: wayChosen(fabric, { pseudowireId, near }, codeOf), wayBy: "choice" };
}
