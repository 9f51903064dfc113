import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import { customerTag as customerTagSchema, hostTag as hostTagSchema } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { copyHop, copyStream } from "@/db/schema/copy";
import { vlan } from "@/db/schema/vlan";
import type { Route, Segment } from "../../domain/attachments";
import { mirrorTargets } from "../../domain/client-rule";
import {
  type Copies,
  type CopyHop,
  type CopyPair,
  type CopyStream,
  copyEntryAt,
  copyWay,
  NO_COPIES,
  NO_COPY_WAY,
} from "../../domain/copy-way";
import { holdCustomerTags, planCustomerTags, releaseCustomerTag } from "../allocate/customer-tag";
import type { Work } from "../event/commit";
import { appendChange } from "../map/append-change";
import { loadTrunks } from "../topology/trunks";
import { hopsOfStream } from "./hops";
import { copyTarget } from "./target";

type StreamRow = typeof copyStream.$inferSelect;

/**
 * Makes what the switches hold for the copies of a VLAN's rules what its attached extensions allow: a pair of its own for
 * each resource while copies have to leave their switch, and an entry on each switch that they come to.
 *
 * @param routes of the VLAN's attached extensions
 * @returns where copies go now
 */
export async function syncCopies(work: Work, segment: Segment, routes: readonly Route[]): Promise<Copies> {
  const wanted = mirrorTargets(segment.rules);
  const held = await streamsOf(work.tx, segment.vlanId);
  if (wanted.length + held.length === 0) return NO_COPIES;
  for (const row of held) if (!wanted.includes(row.resourceId)) await dropStream(work, row);
  const copies = new Map<string, CopyStream>();
  for (const resourceId of wanted) {
    const row = held.find((one) => one.resourceId === resourceId) ?? (await newStream(work.tx, segment, resourceId));
    const stream = await syncStream(work, row, routes);
    if (stream !== null) copies.set(resourceId, stream);
  }
  return copies;
}

async function streamsOf(tx: Queryable, vlanId: string): Promise<StreamRow[]> {
  return tx.select().from(copyStream).where(eq(copyStream.vlanId, vlanId));
}

async function newStream(tx: Queryable, { vlanId, hostTag }: Segment, resourceId: string): Promise<StreamRow> {
  const [own] = await tx.select({ clientSystemId: vlan.clientSystemId }).from(vlan).where(eq(vlan.id, vlanId));
  if (own === undefined) throw new Error(`no VLAN ${vlanId}`);
  const row: StreamRow = { vlanId, resourceId, ...own, hostTag, customerTag: null };
  await tx.insert(copyStream).values(row);
  return row;
}

async function syncStream(work: Work, row: StreamRow, routes: readonly Route[]): Promise<CopyStream | null> {
  const { tx } = work;
  const found = await copyTarget(tx, { id: row.vlanId, clientSystemId: row.clientSystemId }, row.resourceId);
  const way = found === null ? NO_COPY_WAY : copyWay(await loadTrunks(tx), routes, found.route);
  const pair = way.hops.length === 0 ? null : await pairFor(work, row);
  await syncHops(work, row, pair, pair === null ? [] : way.hops);
  if (way.hops.length === 0) await freePair(work, row);
  if (found === null) return null;
  return { target: found.route.resource, innerVlan: found.segment.clientVlan, exits: way.exits, pair };
}

async function dropStream(work: Work, row: StreamRow): Promise<void> {
  await syncHops(work, row, null, []);
  await freePair(work, row);
  await work.tx.delete(copyStream).where(isStream(row));
}

const isStream = ({ vlanId, resourceId }: StreamRow) =>
  and(eq(copyStream.vlanId, vlanId), eq(copyStream.resourceId, resourceId));

/** The pair that the copies have or get; null when their client system has no customer tag left. */
async function pairFor({ tx, ctx }: Work, row: StreamRow): Promise<CopyPair | null> {
  if (row.customerTag !== null) return pairOf(row, row.customerTag);
  const plan = await planCustomerTags(tx, row.hostTag, 1, ctx.now(), ctx.allocation);
  const [tag] = plan.tags;
  if (tag === undefined) return null;
  await holdCustomerTags(tx, plan, ctx.now());
  await tx.update(copyStream).set({ customerTag: tag }).where(isStream(row));
  return pairOf(row, tag);
}

async function freePair({ tx, ctx }: Work, row: StreamRow): Promise<void> {
  if (row.customerTag === null) return;
  await tx.update(copyStream).set({ customerTag: null }).where(isStream(row));
  await releaseCustomerTag(tx, { hostTag: row.hostTag, customerTag: row.customerTag }, ctx.now());
}

/** Writes the hops that differ, and tells each switch that this touches. */
async function syncHops(work: Work, row: StreamRow, pair: CopyPair | null, hops: readonly CopyHop[]): Promise<void> {
  const { tx } = work;
  const held = await hopsOfStream(tx, row.vlanId, row.resourceId);
  const before = held.map((one) => placed(one.pair, one.hop));
  const after = pair === null ? [] : hops.map((hop) => placed(pair, hop));
  const [left, entered] = [otherThan(before, after), otherThan(after, before)];
  if (left.length + entered.length === 0) return;
  await tx.delete(copyHop).where(and(eq(copyHop.vlanId, row.vlanId), eq(copyHop.resourceId, row.resourceId)));
  for (const hop of hops) await tx.insert(copyHop).values(hopRow(row, hop));
  for (const switchId of [...new Set([...left, ...entered].map((one) => one.switchId))].sort()) {
    const here = (all: readonly PlacedEntry[]) => all.flatMap((one) => (one.switchId === switchId ? [one.entry] : []));
    await appendChange(work, switchId, { entries: here(left) }, { entries: here(entered) });
  }
}

interface PlacedEntry {
  readonly switchId: string;
  readonly entry: ReturnType<typeof copyEntryAt>;
}

function placed(pair: CopyPair, hop: CopyHop): PlacedEntry {
  return { switchId: hop.port.switchId, entry: copyEntryAt(pair, hop) };
}

function otherThan(entries: readonly PlacedEntry[], others: readonly PlacedEntry[]): PlacedEntry[] {
  return entries.filter((one) => !others.some((other) => isDeepStrictEqual(one, other)));
}

function hopRow({ vlanId, resourceId }: StreamRow, { port, to, clientVlan }: CopyHop): typeof copyHop.$inferInsert {
  const toVid = clientVlan === "untagged" ? 0 : clientVlan;
  return { vlanId, resourceId, switchId: port.switchId, portId: port.portId, toPortId: to.portId, toVid };
}

function pairOf({ hostTag }: StreamRow, customerTag: number): CopyPair {
  return { hostTag: hostTagSchema.parse(hostTag), customerTag: customerTagSchema.parse(customerTag) };
}
