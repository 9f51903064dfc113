import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { trunk } from "@/db/schema/link";
import { port } from "@/db/schema/switch";
import type { TrunkEdge } from "../../domain/trunk-way";
import { portAt } from "./port-at";

/** All cables between switches. */
export async function loadTrunks(db: Queryable): Promise<TrunkEdge[]> {
  const a = alias(port, "a");
  const b = alias(port, "b");
  const rows = await db
    .select({ trunk, a, b })
    .from(trunk)
    .innerJoin(a, eq(a.id, trunk.aPortId))
    .innerJoin(b, eq(b.id, trunk.bPortId));
  return rows.map(({ trunk: { id, code }, a, b }) => ({ id, code, a: portAt(a), b: portAt(b) }));
}
