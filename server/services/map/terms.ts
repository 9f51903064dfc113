import { z } from "zod";
import { clientRule, probeGoal, serviceProfile } from "@/agent/protocol";
import { NO_TERMS, type ServiceTerms, sameTerms } from "../../domain/service-terms";

const storedTerms = z.object({
  profile: serviceProfile.nullable(),
  rules: z.array(clientRule),
  probes: z.array(probeGoal),
  loopUntil: z.number().int().nullable(),
});

/** The terms of a row of `attachment`; none where nothing was ordered. */
export function readTerms(text: string | null): ServiceTerms {
  return text === null ? NO_TERMS : storedTerms.parse(JSON.parse(text));
}

/** Terms as a row keeps them. */
export function writtenTerms(terms: ServiceTerms): string | null {
  return sameTerms(terms, NO_TERMS) ? null : JSON.stringify(terms);
}
