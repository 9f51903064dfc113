import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { member, operator } from "@/db/schema/tenant";
import type { UserActor } from "../scope";

/** Who a signed-in person is to the services. Read at each request, so that a membership that ends, ends at once. */
export async function actorOfUser(read: Queryable, user: { id: string; name: string }): Promise<UserActor> {
  const [membership] = await read.select().from(member).where(eq(member.userId, user.id)).limit(1);
  const [position] = await read.select().from(operator).where(eq(operator.userId, user.id)).limit(1);
  return {
    kind: "user",
    userId: user.id,
    name: user.name,
    tenantId: membership?.tenantId ?? null,
    operator: position !== undefined,
  };
}
