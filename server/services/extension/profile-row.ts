import { z } from "zod";
import { serviceProfile } from "@/agent/protocol";
import type { extension } from "@/db/schema/extension";
import { FLOOD_PERCENT } from "../../domain/flood-share";
import type { OrderedProfile } from "../../domain/service-terms";

type ProfileColumns = Pick<
  typeof extension.$inferSelect,
  "bandwidth" | "floodPercent" | "macs" | "macQuota" | "carried"
>;

const { macs: storedMacs, carried: storedCarried } = serviceProfile.shape;

/** What an extension gets that nobody ordered a profile for: only floods are limited. */
export const DEFAULT_PROFILE: OrderedProfile = {
  ...{ bandwidth: null, floodPercent: FLOOD_PERCENT, macs: null, macQuota: null, carried: [] },
};

/** What nobody can enforce anything of. */
export const NO_PROFILE: OrderedProfile = { ...DEFAULT_PROFILE, floodPercent: null };

/** A profile as ordered, in the words of the domain. */
export function profileOfRow(row: ProfileColumns): OrderedProfile {
  const { bandwidth, floodPercent, macQuota } = row;
  const macs = row.macs === null ? null : storedMacs.parse(JSON.parse(row.macs));
  return { bandwidth, floodPercent, macQuota, macs, carried: storedCarried.parse(JSON.parse(row.carried)) };
}

/** The same as columns. */
export function profileColumns({ macs, carried, ...rest }: OrderedProfile): ProfileColumns {
  return { ...rest, macs: macs === null ? null : JSON.stringify(macs), carried: JSON.stringify(carried) };
}

/** What a person may order. */
export const profileInput = z.object({
  bandwidth: z
    .number()
    .int()
    .min(64_000, "A bandwidth is at least 64 kbit/s.")
    .max(400_000_000_000, "A bandwidth is at most 400 Gbit/s.")
    .nullable(),
  floodPercent: z.number().int().min(1, "1 to 100 percent.").max(100, "1 to 100 percent.").nullable(),
  macs: z.array(serviceProfile.shape.macs.unwrap().element).max(256, "At most 256 addresses.").nullable(),
  macQuota: z.number().int().min(1, "1 to 4096 addresses.").max(4096, "1 to 4096 addresses.").nullable(),
  carried: z.array(serviceProfile.shape.carried.element),
});
