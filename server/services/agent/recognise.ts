import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { networkSwitch } from "@/db/schema/switch";
import { ServiceError } from "../../errors";
import { switchToken, tokenHash } from "../switch/token";
import type { AgentActor } from "./context";

/**
 * The agent that holds a token; a switch is known by its token and by nothing else that an agent says.
 *
 * @param authorization the header's value, "Bearer <token>"
 * @throws ServiceError signed_out
 */
export async function recogniseAgent(db: Queryable, authorization: string | null): Promise<AgentActor> {
  const token = switchToken.safeParse(/^Bearer (\S+)$/i.exec(authorization ?? "")?.[1]);
  if (!token.success) throw refusedToken("The call carries no agent token.");
  const [row] = await db
    .select({ id: networkSwitch.id, code: networkSwitch.code })
    .from(networkSwitch)
    .where(eq(networkSwitch.tokenHash, tokenHash(token.data)));
  if (row === undefined) throw refusedToken("This token belongs to no switch.");
  return { kind: "agent", switchId: row.id, name: `agent of switch ${row.code}` };
}

function refusedToken(what: string): ServiceError {
  return new ServiceError("signed_out", `${what} Give the agent the token that its switch was created with.`);
}
