import { and, eq, isNull, notInArray, or } from "drizzle-orm";
import { resource } from "@/db/schema/cloud";
import { extension } from "@/db/schema/extension";
import { ENDED_STATES } from "../../domain/extension-state";
import { ServiceError } from "../../errors";
import type { Work } from "../event/commit";

/** Holds a resource for a tenant, who may hold it already. @throws ServiceError conflict when another one does */
export async function holdResource({ tx }: Work, resourceId: string, tenantId: string): Promise<void> {
  const held = await tx
    .update(resource)
    .set({ reservedFor: tenantId })
    .where(and(eq(resource.id, resourceId), or(isNull(resource.reservedFor), eq(resource.reservedFor, tenantId))))
    .returning({ id: resource.id });
  if (held.length > 0) return;
  throw new ServiceError("conflict", "This resource is in use. Choose a free one.", "resourceId");
}

/** Frees a resource when no extension needs it any more. A rack, a machine and the end of a direct link stay with their tenant. */
export async function freeResource({ tx }: Work, resourceId: string): Promise<void> {
  const [needed] = await tx
    .select({ id: extension.id })
    .from(extension)
    .where(and(eq(extension.resourceId, resourceId), notInArray(extension.state, [...ENDED_STATES])))
    .limit(1);
  if (needed !== undefined) return;
  const isAnybodys = and(isNull(resource.clientSystemId), isNull(resource.machineId), isNull(resource.directLinkId));
  await tx
    .update(resource)
    .set({ reservedFor: null })
    .where(and(eq(resource.id, resourceId), isAnybodys));
}
