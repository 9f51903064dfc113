import { asc, count, eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { datacenter, hostTag } from "@/db/schema/datacenter";
import { datacenterTag } from "@/db/schema/link";
import type { ServiceContext } from "../context";
import { countFreeClientPorts } from "../rack/free-port";
import type { DatacenterView } from "./view";

/** Every datacenter, with what it has left. */
export async function listDatacenters({ ctx }: { ctx: ServiceContext }): Promise<DatacenterView[]> {
  const { read } = ctx.db;
  const rows = await read.select().from(datacenter).orderBy(asc(datacenter.code));
  return Promise.all(rows.map((row) => viewOf(read, row)));
}

async function viewOf(read: Queryable, row: typeof datacenter.$inferSelect): Promise<DatacenterView> {
  const { id, code, name, place } = row;
  const states = await read
    .select({ state: hostTag.state, tags: count() })
    .from(hostTag)
    .where(eq(hostTag.datacenterId, id))
    .groupBy(hostTag.state);
  const tagsIn = (state: "free" | "held" | "quarantined") => states.find((one) => one.state === state)?.tags ?? 0;
  const hostTags = {
    first: row.hostTagFirst,
    last: row.hostTagLast,
    held: tagsIn("held"),
    quarantined: tagsIn("quarantined"),
    free: tagsIn("free"),
  };
  const datacenterTags = await tagsOf(read, row);
  return { id, code, name, place, hostTags, datacenterTags, freeClientPorts: await countFreeClientPorts(read, id) };
}

async function tagsOf(read: Queryable, { id, tagFirst, tagLast }: typeof datacenter.$inferSelect) {
  const [row] = await read
    .select({ held: count(datacenterTag.pathId) })
    .from(datacenterTag)
    .where(eq(datacenterTag.datacenterId, id));
  return { first: tagFirst, last: tagLast, held: row?.held ?? 0 };
}
