import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { trunk } from "@/db/schema/link";
import { port } from "@/db/schema/switch";
import type { TrunkEdge } from "../../domain/trunk-way";
import { portAt } from "./port-at";

/** A cable between two switches of a datacenter, with what it carries. */
export interface Trunk extends TrunkEdge {
  /** Octets of layer 2 payload, the less of what its ends say; null while no agent has told. */
  readonly mtu: number | null;
}

/** All cables between switches. */
export async function loadTrunks(db: Queryable): Promise<Trunk[]> {
  const a = alias(port, "a");
  const b = alias(port, "b");
  const rows = await db
    .select({ trunk, a, b })
    .from(trunk)
    .innerJoin(a, eq(a.id, trunk.aPortId))
    .innerJoin(b, eq(b.id, trunk.bPortId));
  return rows.map(({ trunk: { id, code }, a, b }) => ({
    id,
    code,
    a: portAt(a),
    b: portAt(b),
    mtu: smaller(a.mtu, b.mtu),
  }));
}

function smaller(one: number | null, other: number | null): number | null {
  const known = [one, other].filter((mtu) => mtu !== null);
  return known.length === 0 ? null : Math.min(...known);
}
