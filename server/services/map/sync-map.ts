import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import type { SegmentNumber } from "@/agent/protocol";
import { violatedUnique } from "@/db/constraint";
import { attachment, trunkAttachment } from "@/db/schema/map";
import {
  isMachinePlace,
  type MachinePlace,
  type Place,
  placeDifference,
  placesOf,
  type Segment,
} from "../../domain/attachments";
import type { Copies } from "../../domain/copy-way";
import { mapEntryAt } from "../../domain/desired-state";
import { relayAt, underCustomerTag } from "../../domain/relay";
import { ServiceError } from "../../errors";
import { allocateSegmentNumber, freeSegmentNumber } from "../allocate/segment-number";
import { segmentsCopyingWith } from "../copy/dependents";
import { syncCopies } from "../copy/sync";
import type { Work } from "../event/commit";
import { loadSeries, type Series } from "../topology/series";
import { appendChange } from "./append-change";
import { heldPlaces } from "./held";
import { attachedRoutes } from "./routes";
import { writtenTerms } from "./terms";

/**
 * Makes the map rows of a VLAN what its attached extensions need, in the transaction that moved one of them: rows are
 * added, altered and removed by difference, and each switch that this touches gets numbered changes. Copies of other
 * VLANs that went as frames of this one follow.
 *
 * @returns where the copies that its rules make go now
 */
export async function syncMap(work: Work, segment: Segment): Promise<Copies> {
  const copies = await syncSegment(work, segment);
  for (const other of await segmentsCopyingWith(work.tx, segment.vlanId)) await syncSegment(work, other);
  return copies;
}

async function syncSegment(work: Work, segment: Segment): Promise<Copies> {
  const routes = await attachedRoutes(work.tx, segment.vlanId);
  const copies = await syncCopies(work, segment, routes);
  const wanted = placesOf(segment, routes, copies);
  const held = await heldPlaces(work.tx, segment.vlanId);
  const { add, remove } = placeDifference(held, wanted);
  const series = await loadSeries(work.tx);
  const touched = new Set([...add, ...remove].map((place) => place.switchId));
  for (const switchId of [...touched].sort()) {
    const here = (place: Place) => place.switchId === switchId;
    const stays = wanted.some(here);
    await syncSwitch(work, segment, switchId, { add: add.filter(here), remove: remove.filter(here), stays, series });
  }
  await syncFronts(work, segment, series, { add, remove });
  return copies;
}

/** Switches in front of a port where the segment comes or goes, or where probes and loopback are others. */
async function syncFronts(
  work: Work,
  segment: Segment,
  series: Series,
  { add, remove }: { readonly add: readonly Place[]; readonly remove: readonly Place[] },
): Promise<void> {
  for (const [portId, front] of series) {
    const relays = (places: readonly Place[]) =>
      places.flatMap((place) =>
        place.portId === portId && isMachinePlace(place) ? [relayAt(segment, place, front)] : [],
      );
    const [entered, left] = [relays(add), relays(remove)];
    if (isDeepStrictEqual(entered, left)) continue;
    await appendChange(work, front.switchId, { entries: left }, { entries: entered });
  }
}

interface SwitchDifference {
  readonly add: readonly Place[];
  readonly remove: readonly Place[];
  /** Whether the segment is still on the switch afterwards. */
  readonly stays: boolean;
  readonly series: Series;
}

async function syncSwitch(work: Work, segment: Segment, switchId: string, change: SwitchDifference): Promise<void> {
  const { tx, ctx } = work;
  const { vlanId } = segment;
  const number = await allocateSegmentNumber(tx, switchId, vlanId);
  for (const place of change.remove) await removePlace(work, vlanId, place);
  for (const place of change.add) await addPlace(work, segment, place);
  if (!change.stays) await freeSegmentNumber(tx, switchId, vlanId, ctx.now());
  const [left, entered] = [change.remove, change.add].map((places) =>
    entriesAt(segment, places, number, change.series),
  );
  // Behind a switch in front probes and loopback are that one's.
  if (isDeepStrictEqual(left, entered)) return;
  await appendChange(work, switchId, { entries: left }, { entries: entered });
}

function entriesAt(segment: Segment, places: readonly Place[], number: SegmentNumber, series: Series) {
  return places.map((place) => {
    const entry = mapEntryAt(segment, place, number);
    return series.has(place.portId) ? underCustomerTag(entry) : entry;
  });
}

async function removePlace({ tx }: Work, vlanId: string, place: Place): Promise<void> {
  const table = isMachinePlace(place) ? attachment : trunkAttachment;
  await tx.delete(table).where(and(eq(table.portId, place.portId), eq(table.vlanId, vlanId)));
}

async function addPlace({ tx, ctx }: Work, segment: Segment, place: Place): Promise<void> {
  const { switchId, portId } = place;
  const { vlanId } = segment;
  if (!isMachinePlace(place)) {
    await tx.insert(trunkAttachment).values({ switchId, portId, vlanId });
    return;
  }
  const vid = place.clientVlan === "untagged" ? null : place.clientVlan;
  try {
    await tx
      .insert(attachment)
      .values({ id: ctx.newId("attachment"), switchId, portId, vid, vlanId, terms: writtenTerms(place.terms) });
  } catch (error) {
    throw violatedUnique(error) === null ? error : takenPlace(place);
  }
}

function takenPlace({ clientVlan, number }: MachinePlace): ServiceError {
  const which = clientVlan === "untagged" ? "untagged frames" : `VLAN ${clientVlan}`;
  return new ServiceError(
    "conflict",
    `Port ${number} already carries ${which} of another segment. Choose another resource, or release the other extension.`,
    "resourceId",
  );
}
