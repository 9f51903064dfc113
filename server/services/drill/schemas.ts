import { z } from "zod";

/** Longest drill, in s: long enough to see every service move, short enough that nobody forgets it. */
const MOST_SECONDS = 120;

export const startDrillInput = z.object({
  code: z.string().min(1).max(12),
  seconds: z
    .number()
    .int()
    .min(1, `A drill lasts 1 to ${MOST_SECONDS} s.`)
    .max(MOST_SECONDS, `A drill lasts 1 to ${MOST_SECONDS} s.`),
});
export type StartDrillInput = z.infer<typeof startDrillInput>;
