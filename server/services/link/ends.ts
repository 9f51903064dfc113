import { eq } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { type Mac, type MplsLabel, macAddress, mplsLabel, portNumber } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { datacenter } from "@/db/schema/datacenter";
import { link } from "@/db/schema/link";
import { networkSwitch, port } from "@/db/schema/switch";
import type { PortAt } from "../../domain/attachments";

/** A port at a line's end; its MAC is null until its agent has joined. */
export interface LinePort extends PortAt {
  readonly mac: Mac | null;
}

/** A line, seen from one of its two switches. */
export interface LineEnd {
  readonly lineId: string;
  readonly code: string;
  readonly near: LinePort;
  readonly far: LinePort & { readonly datacenterCode: string };
  /** Label of frames that leave the near switch: it names the far datacenter. */
  readonly labelOut: MplsLabel;
  readonly labelIn: MplsLabel;
}

/** The near ends of all lines of a switch. */
export async function lineEndsOf(db: Queryable, switchId: string): Promise<LineEnd[]> {
  return [...(await endsOnSide(db, switchId, "a")), ...(await endsOnSide(db, switchId, "b"))];
}

async function endsOnSide(db: Queryable, switchId: string, side: "a" | "b"): Promise<LineEnd[]> {
  const near = alias(port, "near");
  const far = alias(port, "far");
  const [nearId, farId] = side === "a" ? [link.aPortId, link.bPortId] : [link.bPortId, link.aPortId];
  const rows = await db
    .select({ line: link, near, far, datacenterCode: datacenter.code })
    .from(link)
    .innerJoin(near, eq(near.id, nearId))
    .innerJoin(far, eq(far.id, farId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, far.switchId))
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(eq(near.switchId, switchId));
  return rows.map(({ line, near, far, datacenterCode }) => ({
    lineId: line.id,
    code: line.code,
    near: linePortAt(near),
    far: { ...linePortAt(far), datacenterCode },
    labelOut: mplsLabel.parse(side === "a" ? line.labelToB : line.labelToA),
    labelIn: mplsLabel.parse(side === "a" ? line.labelToA : line.labelToB),
  }));
}

function linePortAt(row: typeof port.$inferSelect): LinePort {
  return { ...portAt(row), mac: row.mac === null ? null : macAddress.parse(row.mac) };
}

/** A row of `port` in the words of the domain. */
export function portAt(row: { id: string; switchId: string; number: number }): PortAt {
  return { switchId: row.switchId, portId: row.id, number: portNumber.parse(row.number) };
}
