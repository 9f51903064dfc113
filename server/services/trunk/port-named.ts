import { and, eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound } from "../../errors";

/** A port by its switch's code and its number. @throws ServiceError not_found, also for a port of another kind */
export async function portNamed(
  db: Queryable,
  switchCode: string,
  number: number,
  kind: typeof port.$inferSelect.kind,
): Promise<typeof port.$inferSelect> {
  const [row] = await db
    .select({ port })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(eq(networkSwitch.code, switchCode), eq(port.number, number), eq(port.kind, kind)));
  if (row === undefined) throw notFound("port", `${switchCode}/${number}`);
  return row.port;
}
