import { ServiceError } from "../errors";
import type { Actor, ServiceContext } from "./context";

export type UserActor = Extract<Actor, { kind: "user" }>;
export type MemberActor = UserActor & { readonly tenantId: string };

/** The actor as a member of a tenant: who orders. */
export function memberOf(ctx: ServiceContext): MemberActor {
  const { actor } = ctx;
  if (actor.kind !== "user" || actor.tenantId === null) {
    throw new ServiceError("forbidden", "Only a member of a tenant may do this. Sign in with a tenant's account.");
  }
  return { ...actor, tenantId: actor.tenantId };
}

/** The one tenant whose rows the actor may read, or null for all tenants (operators and the system). */
export function visibleTenant(ctx: ServiceContext): string | null {
  const { actor } = ctx;
  if (actor.kind === "system" || (actor.kind === "user" && actor.operator)) return null;
  return memberOf(ctx).tenantId;
}

/** The actor as one of the operator's people: who decides. */
export function operatorOf(ctx: ServiceContext): UserActor {
  const { actor } = ctx;
  if (actor.kind !== "user" || !actor.operator) {
    throw new ServiceError("forbidden", "Only an operator may do this. Ask the operator, or sign in as one.");
  }
  return actor;
}

/** Refuses everybody but the operator's people and the system: who builds the fabric and admits tenants. */
export function mustAdminister(ctx: ServiceContext): void {
  if (ctx.actor.kind !== "system") operatorOf(ctx);
}
