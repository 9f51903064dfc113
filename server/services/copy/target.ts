import { and, eq, inArray } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ATTACHED_STATES } from "../../domain/extension-state";
import { type RoutedExtension, routesOf } from "../map/routes";

type OwnVlan = Pick<typeof vlan.$inferSelect, "id" | "clientSystemId">;

/** The attached extensions by which VLANs of a client system reach a resource. */
export async function extensionsReaching(db: Queryable, clientSystemId: string, resourceId: string): Promise<string[]> {
  const rows = await db
    .select({ id: extension.id })
    .from(extension)
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .where(
      and(
        eq(extension.resourceId, resourceId),
        inArray(extension.state, [...ATTACHED_STATES]),
        eq(vlan.clientSystemId, clientSystemId),
      ),
    );
  return rows.map(({ id }) => id);
}

/**
 * As whose frames a VLAN's copies leave at a resource: of its own extension, else of another VLAN of the same client
 * system, as its switch chooses for copies that are made there. Null while none is attached at a switch.
 */
export async function copyTarget(db: Queryable, own: OwnVlan, resourceId: string): Promise<RoutedExtension | null> {
  const found = await routesOf(db, await extensionsReaching(db, own.clientSystemId, resourceId));
  const idThere = ({ route }: RoutedExtension) => String(route.resourceVlan);
  const [first] = [...found].sort((a, b) => (idThere(a) < idThere(b) ? -1 : 1));
  return found.find(({ segment }) => segment.vlanId === own.id) ?? first ?? null;
}
