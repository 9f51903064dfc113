import { z } from "zod";
import { clientRule, serviceProfile } from "@/agent/protocol";
import { NO_TERMS, type ServiceTerms } from "../../domain/service-terms";

const storedTerms = z.object({ profile: serviceProfile.nullable(), rules: z.array(clientRule) });

/** The terms of a row of `attachment`; none where nothing was ordered. */
export function readTerms(text: string | null): ServiceTerms {
  return text === null ? NO_TERMS : storedTerms.parse(JSON.parse(text));
}

/** Terms as a row keeps them. */
export function writtenTerms({ profile, rules }: ServiceTerms): string | null {
  return profile === null && rules.length === 0 ? null : JSON.stringify({ profile, rules });
}
