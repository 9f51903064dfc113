import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { networkSwitch } from "@/db/schema/switch";
import { ServiceError } from "../../errors";
import { tokenHash } from "../../secret";
import type { AgentActor } from "./context";

/**
 * The agent that holds a token; a switch is known by its token and by nothing else that an agent says.
 *
 * @param authorization the header's value, "Bearer <token>"
 * @throws ServiceError signed_out
 */
export async function recogniseAgent(db: Queryable, authorization: string | null): Promise<AgentActor> {
  const token = /^Bearer (\S{1,200})$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) throw refusedToken("The call carries no agent token.");
  const [row] = await db
    .select({ id: networkSwitch.id, code: networkSwitch.code })
    .from(networkSwitch)
    .where(eq(networkSwitch.tokenHash, tokenHash(token)));
  if (row === undefined) throw refusedToken("This token belongs to no switch.");
  return { kind: "agent", switchId: row.id, name: `agent of switch ${row.code}` };
}

function refusedToken(what: string): ServiceError {
  return new ServiceError("signed_out", `${what} Give the agent the token that its switch was created with.`);
}
