import { wireOf } from "@/agent/encapsulation/registry";
import type { LineEncapsulation, ProviderEncapsulation } from "@/agent/protocol";
import { ServiceError } from "../../errors";

/**
 * Tag 4 must be a number that the encapsulation can write: an MPLS label has 20 bits, a Segment ID 24.
 *
 * @throws ServiceError invalid, for the field that asked for it
 */
export function mustFitLongHaul(
  encapsulation: LineEncapsulation | ProviderEncapsulation,
  longHaul: number | null,
  field: "longHaul" | "to",
): void {
  const { name, longHaul: allowed } = wireOf(encapsulation);
  if (allowed === null || longHaul === null) return;
  const { name: word, least, most } = allowed;
  if (longHaul >= least && longHaul <= most) return;
  const range = `${least.toLocaleString("en-GB")} to ${most.toLocaleString("en-GB")}`;
  const remedy = field === "to" ? "Choose another encapsulation" : "Choose another number, or another encapsulation";
  throw new ServiceError(
    "invalid",
    `${name} takes as ${word} ${range}, not ${longHaul.toLocaleString("en-GB")}. ${remedy}.`,
    field,
  );
}
