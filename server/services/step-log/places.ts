import { and, desc, eq, lte, sql } from "drizzle-orm";
import type { EntryState } from "@/agent/protocol";
import { switchChange } from "@/db/schema/switch";
import { type Place, placesOf } from "../../domain/attachments";
import { placeKey } from "../../domain/desired-state";
import type { PlaceFact } from "../../domain/step-log-facts";
import { sightOf } from "../agent/sight";
import { heldNumber } from "../map/held";
import type { OrderRows } from "./order-rows";

/** The rows of map 118 that an order needs, in the order of the way, each with its segment, its change and its read-back. */
export async function placeFacts(order: OrderRows): Promise<PlaceFact[]> {
  const { segment, route } = order.routed;
  const [rack, resource, ...between] = placesOf(segment, [route]);
  const facts: PlaceFact[] = [];
  for (const place of [rack, ...between, resource]) {
    if (place !== undefined) facts.push(await placeFact(order, place));
  }
  return facts;
}

async function placeFact(order: OrderRows, place: Place): Promise<PlaceFact> {
  const { ctx, routed, isAttached, placeOf } = order;
  const { switchId, number, kind } = place;
  const key = placeKey(routed.segment, place);
  const { switchCode, datacenterCode } = placeOf(switchId);
  const change = order.life.allocated === null ? null : await settingChange(order, switchId, key);
  return {
    ...{ switchCode, datacenter: datacenterCode, port: number, portKind: kind, key, change },
    segment: isAttached ? await heldNumber(ctx.db.read, switchId, routed.segment.vlanId) : null,
    ...(isAttached ? asReported(order, switchId, key, change) : asRecorded(order, switchCode, key)),
  };
}

type ReadBack = Pick<PlaceFact, "kernel" | "reportedAt">;

/** A report from before the change says nothing of it. */
function asReported({ ctx }: OrderRows, switchId: string, key: string, change: number | null): ReadBack {
  const last = ctx.live.lastReport(switchId);
  const sight = sightOf(ctx.live, switchId);
  if (last === null || sight === null || sight.number < (change ?? 0)) return { kernel: null, reportedAt: null };
  const kernel: EntryState | null = sight.entries.get(key) ?? null;
  return { kernel, reportedAt: kernel === null ? null : last.at };
}

function asRecorded({ proof, life }: OrderRows, switchCode: string, key: string): ReadBack {
  const entry = proof?.entries.find((one) => one.switchCode === switchCode && one.entry.key === key)?.entry;
  const at = life.proved ?? life.readBack ?? life.ending;
  return entry === undefined ? { kernel: null, reportedAt: null } : { kernel: entry, reportedAt: at?.at ?? null };
}

/** Number of the change that last set a map entry while the order went on; null when the feed has forgotten it. */
async function settingChange({ ctx, life }: OrderRows, switchId: string, key: string): Promise<number | null> {
  const [row] = await ctx.db.read
    .select({ number: switchChange.number })
    .from(switchChange)
    .where(
      and(
        eq(switchChange.switchId, switchId),
        lte(switchChange.at, life.ending?.at ?? ctx.now()),
        sql`instr(${switchChange.body}, ${`"key":"${key}"`}) > 0`,
      ),
    )
    .orderBy(desc(switchChange.number))
    .limit(1);
  return row?.number ?? null;
}
