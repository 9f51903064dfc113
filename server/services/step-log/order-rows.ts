import { asc, eq } from "drizzle-orm";
import { clientSystem } from "@/db/schema/client-system";
import { extensionTransition } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ATTACHED_STATES, type ExtensionState } from "../../domain/extension-state";
import { lifeOf, type OrderLife } from "../../domain/step-log-life";
import { type OrderProof, orderProof } from "../../domain/step-log-proof";
import type { ServiceContext } from "../context";
import { getExtension } from "../extension/get";
import type { ExtensionIdInput } from "../extension/schemas";
import type { ExtensionView } from "../extension/view";
import { type SwitchPlace, switchPlaces } from "../link/rows";
import { type RoutedExtension, routesOf } from "../map/routes";

/** The rows of one order, read once for all parts of its log. */
export interface OrderRows {
  readonly ctx: ServiceContext;
  readonly view: ExtensionView;
  readonly routed: RoutedExtension;
  readonly vlan: typeof vlan.$inferSelect;
  readonly rack: typeof clientSystem.$inferSelect;
  readonly life: OrderLife;
  /** What its last move by evidence rested on. */
  readonly proof: OrderProof | null;
  /** The switches are asked to hold its map rows: what they report under its keys is about it. */
  readonly isAttached: boolean;
  placeOf(switchId: string): SwitchPlace;
}

/** Reads the rows of an order that the actor may see. @throws ServiceError not_found, another tenant's included */
export async function loadOrderRows(ctx: ServiceContext, input: ExtensionIdInput): Promise<OrderRows> {
  const view = await getExtension({ ctx, input });
  const db = ctx.db.read;
  const [routed] = await routesOf(db, [view.id]);
  const [row] = await db
    .select({ vlan, rack: clientSystem })
    .from(vlan)
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .where(eq(vlan.id, view.vlan.id));
  if (routed === undefined || row === undefined) throw new Error(`the rows of extension ${view.id} are not whole`);
  const { life, proof } = await loadLife(ctx, view.id);
  const attached: readonly ExtensionState[] = ATTACHED_STATES;
  const switches = await switchPlaces(db);
  return {
    ...{ ctx, view, routed, vlan: row.vlan, rack: row.rack, life, proof },
    isAttached: attached.includes(life.state),
    placeOf(switchId) {
      const place = switches.get(switchId);
      if (place === undefined) throw new Error(`no switch ${switchId}`);
      return place;
    },
  };
}

async function loadLife(ctx: ServiceContext, id: string): Promise<{ life: OrderLife; proof: OrderProof | null }> {
  const rows = await ctx.db.read
    .select()
    .from(extensionTransition)
    .where(eq(extensionTransition.extensionId, id))
    .orderBy(asc(extensionTransition.id));
  const moves = rows.map(({ from, to, at, actorName, reason }) => ({ from, to, at, by: actorName, reason }));
  const proved = rows.findLast(({ proof }) => proof !== null)?.proof ?? null;
  return { life: lifeOf(moves), proof: proved === null ? null : orderProof.parse(JSON.parse(proved)) };
}
