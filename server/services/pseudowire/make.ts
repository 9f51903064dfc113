import { eq, max } from "drizzle-orm";
import { pseudowire } from "@/db/schema/link";
import { port } from "@/db/schema/switch";
import { ServiceError } from "../../errors";
import type { Work } from "../event/commit";

/** Pseudowire ports are numbered from here on, above every cabled port. */
export const FIRST_PSEUDOWIRE_PORT = 5001;
/** Names of devices have room for four digits. */
const LAST_PSEUDOWIRE_PORT = 9999;

/**
 * Joins two edge switches by a pseudowire, without paths yet; each gets a port for it.
 *
 * @returns its id
 * @throws ServiceError exhausted when a switch has had all ports that it can have
 */
export async function makePseudowire(work: Work, aSwitchId: string, bSwitchId: string, way: string): Promise<string> {
  const { tx, ctx } = work;
  const id = ctx.newId("pseudowire");
  const [aPortId, bPortId] = [await newPort(work, aSwitchId), await newPort(work, bSwitchId)];
  await tx.insert(pseudowire).values({ id, aSwitchId, bSwitchId, aPortId, bPortId, way, createdAt: ctx.now() });
  return id;
}

async function newPort({ tx, ctx }: Work, switchId: string): Promise<string> {
  const [last] = await tx
    .select({ number: max(port.number) })
    .from(port)
    .where(eq(port.switchId, switchId));
  const id = ctx.newId("port");
  const number = Math.max(FIRST_PSEUDOWIRE_PORT, (last?.number ?? 0) + 1);
  if (number > LAST_PSEUDOWIRE_PORT) throw exhausted();
  await tx.insert(port).values({ id, switchId, number, kind: "pseudowire" });
  return id;
}

function exhausted(): ServiceError {
  return new ServiceError(
    "exhausted",
    "The edge switch has had as many ways of their own as it has ports for. Choose the best path, or a way that was asked for before.",
  );
}
