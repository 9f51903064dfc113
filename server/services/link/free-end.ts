import { and, eq, or } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { link, trunk } from "@/db/schema/link";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound, ServiceError } from "../../errors";

/** A port for an end of something that joins switches. */
export interface FreeEnd {
  readonly portId: string;
  readonly switchId: string;
  readonly datacenterId: string;
}

/**
 * The port of a kind with nothing on it.
 *
 * @param name of the end in the form, for the field that an error belongs to
 * @throws ServiceError not_found, or conflict when something ends there already
 */
export async function freeEnd(
  tx: Queryable,
  { switchCode, port: number }: { switchCode: string; port: number },
  kind: "link" | "trunk",
  name: "a" | "b",
): Promise<FreeEnd> {
  const [row] = await tx
    .select({ portId: port.id, switchId: port.switchId, datacenterId: networkSwitch.datacenterId })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .where(and(eq(networkSwitch.code, switchCode), eq(port.number, number), eq(port.kind, kind)));
  if (row === undefined) throw notFound(`${kind} port`, `${switchCode}/${number}`);
  const table = kind === "link" ? link : trunk;
  const [other] = await tx
    .select({ code: table.code })
    .from(table)
    .where(or(eq(table.aPortId, row.portId), eq(table.bPortId, row.portId)));
  if (other === undefined) return row;
  throw new ServiceError(
    "conflict",
    `Port ${number} of switch ${switchCode} is an end of ${kind} ${other.code} already. Choose another port.`,
    `${name}.port`,
  );
}
