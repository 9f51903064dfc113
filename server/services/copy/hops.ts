import { and, eq, isNotNull, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { clientVlan, customerTag, hostTag } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { copyHop, copyStream } from "@/db/schema/copy";
import { port } from "@/db/schema/switch";
import type { CopyHop, CopyPair } from "../../domain/copy-way";
import { portAt } from "../topology/port-at";

/** A hop with the pair of its copies, and whose they are. */
export interface HeldHop {
  readonly vlanId: string;
  readonly kind: "trunk" | "pseudowire";
  readonly pair: CopyPair;
  readonly hop: CopyHop;
}

/** The hops of copies on one switch. */
export function hopsOn(db: Queryable, switchId: string): Promise<HeldHop[]> {
  return hopsWhere(db, eq(copyHop.switchId, switchId));
}

/** The hops of one VLAN's copies to one resource, on every switch. */
export function hopsOfStream(db: Queryable, vlanId: string, resourceId: string): Promise<HeldHop[]> {
  return hopsWhere(db, and(eq(copyHop.vlanId, vlanId), eq(copyHop.resourceId, resourceId)));
}

async function hopsWhere(db: Queryable, where: SQL | undefined): Promise<HeldHop[]> {
  const to = alias(port, "to_port");
  const rows = await db
    .select({ hop: copyHop, stream: copyStream, port, to })
    .from(copyHop)
    .innerJoin(copyStream, and(eq(copyStream.vlanId, copyHop.vlanId), eq(copyStream.resourceId, copyHop.resourceId)))
    .innerJoin(port, eq(port.id, copyHop.portId))
    .innerJoin(to, eq(to.id, copyHop.toPortId))
    .where(and(where, isNotNull(copyStream.customerTag)));
  return rows.map(({ hop, stream, port, to }) => ({
    vlanId: hop.vlanId,
    kind: port.kind === "trunk" ? "trunk" : "pseudowire",
    pair: { hostTag: hostTag.parse(stream.hostTag), customerTag: customerTag.parse(stream.customerTag) },
    hop: { port: portAt(port), to: portAt(to), clientVlan: vlanAt(hop) },
  }));
}

function vlanAt({ toVid }: Pick<typeof copyHop.$inferSelect, "toVid">): CopyHop["clientVlan"] {
  return toVid === null ? null : clientVlan.parse(toVid === 0 ? "untagged" : toVid);
}
