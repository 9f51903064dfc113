import { and, desc, eq, isNotNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { extensionTransition } from "@/db/schema/extension";
import type { PortAt } from "../../domain/attachments";
import { orderProof, type WayFact } from "../../domain/step-log-proof";
import { ServiceError } from "../../errors";
import { loadLinks } from "../topology/links";
import type { Way } from "./way-in-use";
import { linksFrom } from "./ways";

/**
 * The way that the frames of an extension that has ended took when it was last proved, from the switch where it left the
 * rack's datacenter. To be asked where no switch holds the way any more.
 *
 * @throws ServiceError conflict when none was ever proved
 */
export async function recordedWay(db: Queryable, extensionId: string): Promise<(near: PortAt) => Way> {
  const fact = await lastProved(db, extensionId);
  const links = await loadLinks(db);
  const idOf = (code: string) => links.find(({ link }) => link.code === code)?.link.id ?? code;
  return ({ switchId }) => {
    if (fact === null) throw neverTaken();
    const travelled = linksFrom(
      links,
      fact.links.map(({ code }) => idOf(code)),
      switchId,
    );
    const asSent = travelled.map((one, index) => ({ ...one, row: { ...one.row, ...sentBy(fact, index) } }));
    return { tagToFar: fact.tagToFar, tagToNear: fact.tagToNear, links: asSent };
  };
}

async function lastProved(db: Queryable, extensionId: string): Promise<WayFact | null> {
  const [proved] = await db
    .select({ proof: extensionTransition.proof })
    .from(extensionTransition)
    .where(and(eq(extensionTransition.extensionId, extensionId), isNotNull(extensionTransition.proof)))
    .orderBy(desc(extensionTransition.id))
    .limit(1);
  return typeof proved?.proof === "string" ? orderProof.parse(JSON.parse(proved.proof)).way : null;
}

/** A link may be sent otherwise today. */
function sentBy(
  { links }: WayFact,
  index: number,
): Partial<Pick<WayFact["links"][number], "encapsulation" | "longHaul">> {
  const link = links[index];
  return link === undefined ? {} : { encapsulation: link.encapsulation, longHaul: link.longHaul };
}

function neverTaken(): ServiceError {
  return new ServiceError(
    "conflict",
    "This extension has ended before a frame took the way that it asked for, and no switch holds that way any more. " +
      "Its timeline says how it ended.",
  );
}
