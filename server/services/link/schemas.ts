import { z } from "zod";
import { lineEncapsulation, providerEncapsulation } from "@/agent/protocol";

export const linkCodeInput = z.object({ code: z.string().min(1).max(12) });
export type LinkCodeInput = z.infer<typeof linkCodeInput>;

export const updateLinkInput = linkCodeInput.extend({
  cost: z.number().int().min(1, "A cost is 1 to 65,535.").max(65_535, "A cost is 1 to 65,535.").optional(),
  latencyMicros: z.number().int().min(0).max(10_000_000, "A latency is at most 10 s.").optional(),
  state: z.enum(["in_service", "drained"]).optional(),
});
export type UpdateLinkInput = z.infer<typeof updateLinkInput>;

export const changeEncapsulationInput = linkCodeInput.extend({
  to: z.union([lineEncapsulation, providerEncapsulation]),
});
export type ChangeEncapsulationInput = z.infer<typeof changeEncapsulationInput>;
