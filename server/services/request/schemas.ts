import { z } from "zod";

export const requestIdInput = z.object({ id: z.string().min(1) });
export type RequestIdInput = z.infer<typeof requestIdInput>;

export const listRequestsInput = z
  .object({ state: z.enum(["pending", "approved", "rejected", "withdrawn"]).optional() })
  .optional();
export type ListRequestsInput = z.infer<typeof listRequestsInput>;

export const rejectRequestInput = z.object({
  id: z.string().min(1),
  /** What the tenant reads. */
  reason: z
    .string()
    .trim()
    .min(3, "Say why, in 3 characters or more: the tenant reads it.")
    .max(500, "A reason has at most 500 characters. Shorten it."),
});
export type RejectRequestInput = z.infer<typeof rejectRequestInput>;
