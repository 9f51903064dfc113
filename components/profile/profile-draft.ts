import { FLOOD_PERCENT } from "@/server/domain/flood-share";
import type { OrderedProfile } from "@/server/domain/service-terms";
import type { ProfileOfInput } from "@/server/services/extension/schemas";
import type { Fault } from "../trpc/fault";
import { localFault } from "./field-fault";
import { NO_RATE, type RateDraft, rateDraftOf, typedRate } from "./rate";
import { typedMac, typedParts } from "./typed-mac";

/** A profile as the API takes it. */
export type ProfileInput = ProfileOfInput["profile"];
export type ControlName = OrderedProfile["carried"][number];

/** A profile to be shown, whether the server has read it already or a person has just written it. */
export interface ShownProfile extends Omit<OrderedProfile, "macs"> {
  readonly macs: readonly string[] | null;
}

/** A profile as typed; what is empty is not limited. */
export interface ProfileDraft {
  readonly bandwidth: RateDraft;
  /** Percent. */
  readonly flood: string;
  /** One address a line. */
  readonly macs: string;
  readonly quota: string;
  readonly carried: readonly ControlName[];
}

/** What an order gets that asks for nothing: only floods are limited. */
export const STANDARD_PROFILE: OrderedProfile = {
  ...{ bandwidth: null, floodPercent: FLOOD_PERCENT, macs: null, macQuota: null, carried: [] },
};

/** A profile as one would type it. */
export function profileDraftOf({ bandwidth, floodPercent, macs, macQuota, carried }: ShownProfile): ProfileDraft {
  return {
    bandwidth: bandwidth === null ? NO_RATE : rateDraftOf(bandwidth),
    flood: floodPercent === null ? "" : String(floodPercent),
    macs: macs?.join("\n") ?? "",
    quota: macQuota === null ? "" : String(macQuota),
    carried,
  };
}

/** Fields of the form, as the server names them. */
export const PROFILE_FIELDS = [
  ...["profile.bandwidth", "profile.floodPercent", "profile.macs", "profile.macQuota", "profile.carried"],
];

/** What the API takes, or what of the draft cannot be read; which values are allowed is the server's to say. */
export function profileOf(draft: ProfileDraft): ProfileInput | Fault {
  const bandwidth = typedRate(draft.bandwidth);
  if (Number.isNaN(bandwidth)) return localFault("profile.bandwidth", "Write a number, such as 100 or 2.5.");
  const floodPercent = typedCount(draft.flood);
  if (Number.isNaN(floodPercent))
    return localFault("profile.floodPercent", "Write a whole number of percent, 1 to 100.");
  const macQuota = typedCount(draft.quota);
  if (Number.isNaN(macQuota)) return localFault("profile.macQuota", "Write a whole number of addresses, 1 to 4096.");
  const typed = typedParts(draft.macs);
  const wrong = typed.find((text) => typedMac(text) === null);
  if (wrong !== undefined) {
    return localFault("profile.macs", `"${wrong}" is not a MAC address. Write six octets, such as 02:00:00:00:00:50.`);
  }
  const macs = typed.length === 0 ? null : [...new Set(typed.flatMap((text) => typedMac(text) ?? []))];
  return { bandwidth, floodPercent, macQuota, macs, carried: [...draft.carried] };
}

/** Whether a draft could not be read. */
export function isProfileFault(read: ProfileInput | Fault): read is Fault {
  return "requestId" in read;
}

function typedCount(text: string): number | null {
  const plain = text.trim();
  if (plain === "") return null;
  return /^-?\d+$/.test(plain) ? Number(plain) : Number.NaN;
}
