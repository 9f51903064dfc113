import { z } from "zod";

/** Probes of one round on demand at most: what an agent sends within its task's patience. */
const MOST_PROBES = 100;
/** Switches on a way at most; more than any way has. */
const MOST_HOPS = 32;
/** Longest loopback, in s: nobody forgets it for longer. */
export const MOST_LOOP_SECONDS = 600;

export const probedInput = z.object({ extensionId: z.string().min(1) });
export type ProbedInput = z.infer<typeof probedInput>;

export const pingInput = probedInput.extend({
  count: z
    .number()
    .int()
    .min(1, `1 to ${MOST_PROBES} probes.`)
    .max(MOST_PROBES, `1 to ${MOST_PROBES} probes.`)
    .default(5),
});
export type PingInput = z.input<typeof pingInput>;

export const traceInput = probedInput.extend({
  /** Switches asked, from the rack's own on. */
  hops: z
    .number()
    .int()
    .min(1, `1 to ${MOST_HOPS} switches.`)
    .max(MOST_HOPS, `1 to ${MOST_HOPS} switches.`)
    .default(MOST_HOPS),
});
export type TraceInput = z.input<typeof traceInput>;

export const loopbackInput = probedInput.extend({
  /** Where frames turn back. */
  end: z.enum(["rack", "resource"]),
  seconds: z
    .number()
    .int()
    .min(1, `A loopback lasts 1 to ${MOST_LOOP_SECONDS} s.`)
    .max(MOST_LOOP_SECONDS, `A loopback lasts 1 to ${MOST_LOOP_SECONDS} s.`),
});
export type LoopbackInput = z.input<typeof loopbackInput>;
