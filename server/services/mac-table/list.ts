import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import type { Place, Segment } from "../../domain/attachments";
import { placeKey } from "../../domain/desired-state";
import { notFound } from "../../errors";
import type { MacPlace } from "../../live/mac-places";
import { sightOf } from "../agent/sight";
import type { ServiceContext } from "../context";
import { heldNumber, heldPlaces } from "../map/held";
import { segmentOf } from "../map/routes";
import { parseInput } from "../parse-input";
import { visibleTenant } from "../scope";
import { farEndsOf } from "../switch/far-ends";
import { type VlanMacsInput, vlanMacsInput } from "./schemas";
import type { MacRowView, MacTableView } from "./view";

/**
 * The addresses that the switches have learned in a VLAN; a member's own, an operator's any. An address shows only at a
 * port where the switch holds this very segment, so that a number that passed to another VLAN tells nothing of either.
 */
export async function listMacs({ ctx, input }: { ctx: ServiceContext; input: VlanMacsInput }): Promise<MacTableView> {
  const { vlanId } = parseInput(vlanMacsInput, input);
  const db = ctx.db.read;
  const tenantId = visibleTenant(ctx);
  const own = tenantId === null ? undefined : eq(vlan.tenantId, tenantId);
  const [row] = await db
    .select()
    .from(vlan)
    .where(and(eq(vlan.id, vlanId), isNull(vlan.releasedAt), own));
  if (row === undefined) throw notFound("VLAN", vlanId);
  const places = await heldPlaces(db, vlanId);
  const switches = await switchesOf(db, places);
  const rows: MacRowView[] = [];
  for (const at of switches) rows.push(...(await rowsAt(ctx, segmentOf(row), at, places)));
  return { rows: rows.sort(machinesFirst), switches: switches.map((at) => switchView(ctx, at)) };
}

type SwitchAt = Awaited<ReturnType<typeof switchesOf>>[number];

async function switchesOf(db: Queryable, places: readonly Place[]) {
  const ids = [...new Set(places.map(({ switchId }) => switchId))];
  return db
    .select({ id: networkSwitch.id, code: networkSwitch.code, datacenter })
    .from(networkSwitch)
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(inArray(networkSwitch.id, ids))
    .orderBy(asc(datacenter.code), asc(networkSwitch.code));
}

function switchView({ live, now }: ServiceContext, { id, code, datacenter }: SwitchAt) {
  const last = live.lastReport(id);
  return { code, datacenterCode: datacenter.code, ageMs: last === null ? null : Math.max(0, now() - last.at) };
}

async function rowsAt(
  ctx: ServiceContext,
  segment: Segment,
  { id, code, datacenter }: SwitchAt,
  places: readonly Place[],
): Promise<MacRowView[]> {
  const number = await heldNumber(ctx.db.read, id, segment.vlanId);
  const here = places.filter(({ switchId }) => switchId === id);
  const held = sightOf(ctx.live, id)?.entries;
  const placeAt = (port: MacPlace["port"]) => here.find((place) => place.number === port);
  const learned = ctx.live.macPlaces(id).filter((one) => one.segment === number);
  if (learned.length === 0) return [];
  const far = await farEndsOf(ctx.db.read, id);
  const wordsOf = (place: Place) => far.get(place.portId) ?? null;
  return learned.flatMap(({ mac, port, since, moved }): MacRowView[] => {
    const place = placeAt(port);
    if (place === undefined || held?.has(placeKey(segment, place)) !== true) return [];
    const before = moved === null ? undefined : placeAt(moved.from);
    return [
      {
        ...{ mac, port, since, switchCode: code, portKind: place.kind, far: wordsOf(place) },
        datacenter: { code: datacenter.code, place: datacenter.place },
        // From a port that is no longer the VLAN's own, nothing is told: whoever is there now is a stranger.
        moved:
          moved === null || before === undefined
            ? null
            : { from: wordsOf(before) ?? `port ${moved.from}`, port: moved.from, at: moved.at },
      },
    ];
  });
}

function machinesFirst(a: MacRowView, b: MacRowView): number {
  return (
    Number(isMachines(b)) - Number(isMachines(a)) ||
    a.datacenter.code.localeCompare(b.datacenter.code) ||
    a.switchCode.localeCompare(b.switchCode) ||
    a.port - b.port ||
    a.mac.localeCompare(b.mac)
  );
}

function isMachines({ portKind }: MacRowView): boolean {
  return portKind === "client" || portKind === "cloud";
}
