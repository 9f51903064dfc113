import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { link } from "@/db/schema/link";
import { notFound } from "../../errors";

/** The link with that code. @throws ServiceError not_found */
export async function linkNamed(tx: Queryable, code: string): Promise<typeof link.$inferSelect> {
  const [row] = await tx.select().from(link).where(eq(link.code, code));
  if (row === undefined) throw notFound("link", code);
  return row;
}
