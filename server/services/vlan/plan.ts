import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { prepared } from "@/db/prepared";
import { vlan } from "@/db/schema/vlan";
import { refusalWords, takesIn } from "../../domain/accepts";
import { vlanWords } from "../../domain/map-words";
import { nameOfVid, type Vid } from "../../domain/vlan-list";
import { type CustomerTagPlan, customerTagsExhausted, planCustomerTags } from "../allocate/customer-tag";
import type { ServiceContext } from "../context";
import { arrivalsAt } from "../rack/far-end";
import type { OwnRack } from "../rack/find";
import type { VlanPreviewRow } from "./view";

/** What a list of VLANs would become if it were declared now. */
export interface DeclarationPlan {
  /** One for each VLAN of the list, in its order. */
  readonly rows: readonly VlanPreviewRow[];
  /** To be held when the plan is carried out. */
  readonly tags: CustomerTagPlan;
  /** Some VLANs got no tag because the pool ends. */
  readonly exhausted: boolean;
}

/**
 * Plans a declaration: refuses nothing and writes nothing. A preview shows the rows, a declaration carries them out, so
 * that the two cannot drift apart.
 */
export async function planDeclaration(
  db: Queryable,
  ctx: ServiceContext,
  rack: OwnRack,
  vids: readonly Vid[],
): Promise<DeclarationPlan> {
  const conflicts = await conflictsOf(db, rack, vids);
  const possible = vids.filter((vid) => !conflicts.has(vid));
  const tags = await planCustomerTags(db, rack.hostTag, possible.length, ctx.now(), ctx.allocation);
  const given = new Map(possible.map((vid, index) => [vid, tags.tags[index]]));
  const exhausted = tags.tags.length < possible.length;
  const withoutTag = exhausted ? (await customerTagsExhausted(db, rack.hostTag, ctx.allocation)).message : null;
  const rows = vids.map((vid) => {
    const customerTag = given.get(vid) ?? null;
    const conflict = conflicts.get(vid) ?? (customerTag === null ? withoutTag : null);
    return { vid, hostTag: rack.hostTag, customerTag, conflict };
  });
  return { rows, tags, exhausted };
}

/** The VLANs of the list that the rack has already, or that an extension uses at its port, each with a sentence that says so and offers the next free one. */
async function conflictsOf(db: Queryable, rack: OwnRack, vids: readonly Vid[]): Promise<Map<Vid, string>> {
  const unaccepted = vids.filter((vid) => !takesIn(rack.accepts, vid));
  const declared = await declaredOf(db, rack.id, vids);
  const arrivals = await arrivalsAt(db, rack.id);
  const arriving = arrivals.filter(({ vidHere }) => vids.includes(vidHere));
  if (declared.length + arriving.length + unaccepted.length === 0) return new Map();
  const all = await vlansOfRack(db, { rackId: rack.id });
  const taken = new Set([...vids, ...all.map(({ vid }) => vid), ...arrivals.map(({ vidHere }) => vidHere)]);
  const { port } = rack;
  const at = `rack ${rack.name}${port === null ? "" : ` (switch ${port.switchCode}, port ${port.number})`}`;
  const isOrAre = (vid: Vid) => (vid === null ? `Untagged frames of ${at} are` : `${nameOfVid(vid)} of ${at} is`);
  return new Map([
    ...unaccepted.map((vid): [Vid, string] => [vid, refusalWords(rack.name, rack.accepts, vid)]),
    ...arriving.map(({ vidHere, vid, rack: from }): [Vid, string] => {
      const by = `used by the extension of ${vlanWords(vid)} of ${from}, which arrives there`;
      return [vidHere, `${isOrAre(vidHere)} ${by}. ${nextFree(vidHere, taken)}`];
    }),
    ...declared.map(({ vid, name }): [Vid, string] => {
      return [vid, `${isOrAre(vid)} declared already, as "${name}". ${nextFree(vid, taken)}`];
    }),
  ]);
}

// As in the unique index, so that it is found by one seek in it.
const vidKey = sql<number>`case when ${vlan.vid} is null then 0 else ${vlan.vid} end`;

/** A list of more VLANs is compared with all that the rack has. */
const FEW = 16;

const vlanWithKey = prepared(["rackId", "key"], (db, { rackId, key }) =>
  db
    .select({ vid: vlan.vid, name: vlan.name })
    .from(vlan)
    .where(and(eq(vlan.clientSystemId, rackId), eq(vidKey, key), isNull(vlan.releasedAt))),
);

const vlansOfRack = prepared(["rackId"], (db, { rackId }) =>
  db
    .select({ vid: vlan.vid, name: vlan.name })
    .from(vlan)
    .where(and(eq(vlan.clientSystemId, rackId), isNull(vlan.releasedAt)))
    .orderBy(asc(vidKey)),
);

async function declaredOf(db: Queryable, rackId: string, vids: readonly Vid[]) {
  if (vids.length > FEW) {
    const asked = new Set(vids);
    return (await vlansOfRack(db, { rackId })).filter(({ vid }) => asked.has(vid));
  }
  const found = [];
  for (const vid of vids) found.push(...(await vlanWithKey(db, { rackId, key: vid ?? 0 })));
  return found;
}

function nextFree(vid: Vid, taken: ReadonlySet<Vid>): string {
  for (let step = 1; step <= 4094; step++) {
    const candidate = (((vid ?? 0) + step - 1) % 4094) + 1;
    if (!taken.has(candidate)) return `Choose ${candidate} (the next free one), or release it.`;
  }
  return "This rack has every VLAN id declared: release one, or choose another rack.";
}
