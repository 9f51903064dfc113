import { and, eq, or } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { link } from "@/db/schema/link";
import { port } from "@/db/schema/switch";
import type { PortAt } from "../../domain/attachments";
import { portAt } from "../link/ends";
import type { Order } from "./order";
import { refused } from "./refused";

/** The line that an order crosses. */
export interface OrderLine {
  readonly id: string;
  readonly code: string;
  /** Octets of layer 2 payload that it carries. */
  readonly mtu: number;
  readonly ends: { readonly a: PortAt; readonly b: PortAt };
}

/** The line between the switches of an order's two ends; null when both hang on one. @throws ServiceError conflict */
export async function lineOf(db: Queryable, { rackEnd, resourceEnd }: Order): Promise<OrderLine | null> {
  const [here, there] = [rackEnd.networkSwitch, resourceEnd.networkSwitch];
  if (here.id === there.id) return null;
  const line = await lineBetween(db, here.id, there.id);
  if (line !== null) return line;
  const [near, far] = [rackEnd.datacenter.code, resourceEnd.datacenter.code];
  throw refused(
    `No line joins switch ${here.code} (${near}) and switch ${there.code} (${far}). ` +
      `Choose a resource at switch ${here.code}, or ask the operator for a line.`,
  );
}

async function lineBetween(db: Queryable, one: string, other: string): Promise<OrderLine | null> {
  const a = alias(port, "a");
  const b = alias(port, "b");
  const [row] = await db
    .select({ link, a, b })
    .from(link)
    .innerJoin(a, eq(a.id, link.aPortId))
    .innerJoin(b, eq(b.id, link.bPortId))
    .where(or(and(eq(a.switchId, one), eq(b.switchId, other)), and(eq(a.switchId, other), eq(b.switchId, one))))
    .orderBy(link.code)
    .limit(1);
  if (row === undefined) return null;
  const { id, code, mtu } = row.link;
  return { id, code, mtu, ends: { a: portAt(row.a), b: portAt(row.b) } };
}
