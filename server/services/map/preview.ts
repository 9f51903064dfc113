import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch } from "@/db/schema/switch";
import { type Place, placesOf, type Route, type Segment, without } from "../../domain/attachments";
import type { SwitchChangeView } from "../extension/view";
import { heldNumber, heldPlaces } from "./held";
import { attachedRoutes } from "./routes";
import { mapRowView } from "./row-view";

/** What one more extension of a VLAN would change on each switch, in the order of the frames' way. Writes nothing. */
export async function previewAddition(db: Queryable, segment: Segment, route: Route): Promise<SwitchChangeView[]> {
  const wanted = placesOf(segment, [...(await attachedRoutes(db, segment.vlanId)), route]);
  const add = without(wanted, await heldPlaces(db, segment.vlanId));
  const onTheWay = [route.rack, ...route.crossings.flatMap(({ near, far }) => [near, far]), route.resource];
  const touched = [...new Set(onTheWay.map((place) => place.switchId))].filter((id) =>
    add.some((place) => place.switchId === id),
  );
  return Promise.all(
    touched.map((switchId) =>
      switchChange(
        db,
        segment,
        switchId,
        add.filter((place) => place.switchId === switchId),
      ),
    ),
  );
}

async function switchChange(
  db: Queryable,
  segment: Segment,
  switchId: string,
  add: readonly Place[],
): Promise<SwitchChangeView> {
  const [row] = await db
    .select({ switchCode: networkSwitch.code, datacenterCode: datacenter.code })
    .from(networkSwitch)
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(eq(networkSwitch.id, switchId));
  if (row === undefined) throw new Error(`no switch ${switchId}`);
  const number = await heldNumber(db, switchId, segment.vlanId);
  return { ...row, add: add.map((place) => mapRowView(segment, place, number)), remove: [] };
}
