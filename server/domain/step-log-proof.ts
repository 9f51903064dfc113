import { z } from "zod";
import {
  datacenterTag,
  entryState,
  lineEncapsulation,
  longHaulId,
  portNumber,
  probeRound,
  providerEncapsulation,
} from "@/agent/protocol";

const end = z.object({ switchCode: z.string(), port: portNumber });

/** A path between two datacenters as it was used: its tags 3 and its links, from the rack's side to the resource's. */
export const wayFact = z.object({
  tagToFar: datacenterTag,
  tagToNear: datacenterTag,
  links: z
    .array(
      z.object({
        code: z.string(),
        medium: z.enum(["line", "provider"]),
        encapsulation: z.union([lineEncapsulation, providerEncapsulation]),
        /** Tag 4; null on a line. */
        longHaul: longHaulId.nullable(),
        /** Ends of the link. */
        near: end,
        far: end,
      }),
    )
    .min(1),
});
export type WayFact = z.infer<typeof wayFact>;
export type WayLinkFact = WayFact["links"][number];

/**
 * What an agent's report proved when it moved an order, kept with the transition: reports live in memory, and neither
 * the path in use nor the counts could be told afterwards.
 */
export const orderProof = z.object({
  /** Each map entry of the order as it was read back. */
  entries: z.array(z.object({ switchCode: z.string(), entry: entryState })),
  /** Frames that each rule on the way to the resource had counted for it. */
  counts: z.array(z.object({ switchCode: z.string(), counter: z.string(), frames: z.number().int().min(0) })),
  /** Null inside one datacenter. */
  way: wayFact.nullable(),
  /** The round of probes that came back, where one did; null where the counts alone proved it. */
  round: probeRound.nullable().default(null),
});
export type OrderProof = z.infer<typeof orderProof>;
