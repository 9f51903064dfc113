import type { z } from "zod";
import { ServiceError } from "../errors";

/**
 * Checks a verb's input where it enters the verb: the API calls verbs, and so do the seed, jobs and tests.
 *
 * @throws ServiceError "invalid" with the first problem and its field
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: z.input<Schema>): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new ServiceError("invalid", issue?.message ?? "The input is wrong.", field === "" ? null : field);
}
