import { bandwidthWords } from "@/server/domain/rule-words";
import type { OrderedProfile } from "@/server/domain/service-terms";
import type { LimitPlaceView, LimitsView } from "@/server/services/extension/limits-view";
import { controlText } from "./control-words";

type Limit = LimitPlaceView["limits"][number];
type LimitName = Limit["what"];

/** One limit of a profile: what holds, and what it dropped at each end. */
export interface LimitRow {
  readonly what: LimitName;
  readonly name: string;
  readonly holds: string;
  /** Addresses that are named one by one. */
  readonly macs: readonly string[];
  readonly atResource: DropCell;
  readonly atRack: DropCell;
}

/** What a limit did at one end: nothing is limited there, nobody has counted yet, or so many frames. */
export type DropCell =
  | { readonly kind: "no limit" }
  | { readonly kind: "not counted" }
  | { readonly kind: "counted"; readonly frames: number; readonly dropped: number };

/** The limits of an extension in words and numbers: as ordered, and as the kernels of the two ends count them. */
export function limitRows(profile: OrderedProfile, { places }: LimitsView, resource: string): LimitRow[] {
  const cell = (what: LimitName, end: LimitPlaceView["end"]) => dropCell(limitAt(places, what, end));
  const row = (what: LimitName, name: string, holds: string, macs: readonly string[] = []): LimitRow => {
    return { what, name, holds, macs, atResource: cell(what, "resource"), atRack: cell(what, "rack") };
  };
  const bandwidth = profile.bandwidth === null ? "no limit" : bandwidthWords(profile.bandwidth);
  return [
    row("bandwidth out", `Bandwidth to ${resource}`, bandwidth),
    row("bandwidth in", `Bandwidth from ${resource}`, bandwidth),
    row("flood", "Floods", floodText(profile, places)),
    row("macs", "Source addresses", addressText(profile), profile.macs ?? []),
    row("control", "Control frames", controlText(profile.carried)),
  ];
}

function limitAt(places: LimitsView["places"], what: LimitName, end: LimitPlaceView["end"]): Limit | undefined {
  return places.find((place) => place.end === end)?.limits.find((limit) => limit.what === what);
}

function dropCell(limit: Limit | undefined): DropCell {
  if (limit === undefined) return { kind: "no limit" };
  const { frames, dropped } = limit;
  return frames === null || dropped === null ? { kind: "not counted" } : { kind: "counted", frames, dropped };
}

/** The rack's port is shared by the VLAN's extensions: it takes the widest of them. */
function floodText({ floodPercent }: OrderedProfile, places: LimitsView["places"]): string {
  if (floodPercent === null) return "no limit";
  const rateAt = (end: LimitPlaceView["end"]) => {
    const limit = limitAt(places, "flood", end);
    return limit?.what === "flood" ? limit.bitsPerSecond : null;
  };
  const [atResource, atRack] = [rateAt("resource"), rateAt("rack")];
  if (atResource === null) return `${floodPercent} % of the bandwidth`;
  const share = `${floodPercent} %: ${bandwidthWords(atResource)}`;
  if (atRack === atResource || places.length < 2) return share;
  const wider = atRack === null ? "not limited" : bandwidthWords(atRack);
  return `${share}; at the rack ${wider}, as another extension of the VLAN has it`;
}

function addressText({ macs, macQuota }: OrderedProfile): string {
  const quota = macQuota === null ? "any number" : `at most ${macQuota}`;
  if (macs === null) return macQuota === null ? "any" : `any, ${quota} at once`;
  const named = `only ${macs.length === 1 ? "this one" : `these ${macs.length}`}`;
  return macQuota === null ? named : `${named}, ${quota} at once`;
}
