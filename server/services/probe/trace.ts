import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { loadExtensionPath } from "../path/get";
import { type ProbedExtension, probedExtension } from "./ends";
import { runProbes, SMALL_OCTETS } from "./run";
import { type TraceInput, traceInput } from "./schemas";
import { traceConclusion } from "./trace-conclusion";
import { type TraceHop, traceHops } from "./trace-hops";
import type { TraceHopView, TraceView, UnaskedView } from "./view";

/** Probes for each place: enough to tell a loss from a chance. */
const PROBES_A_PLACE = 3;

/**
 * Asks the switches of the predicted way, from the rack on: each answers where frames come in, one that only passes them
 * on too, and the last one also at the resource's port. Where the answers end, the frames do.
 *
 * @throws ServiceError not_found, or conflict when no switch carries the extension's frames
 */
export async function traceExtension({ ctx, input }: { ctx: ServiceContext; input: TraceInput }): Promise<TraceView> {
  const { extensionId, hops: limit } = parseInput(traceInput, input);
  const probed = await probedExtension(ctx, extensionId);
  const path = await loadExtensionPath(ctx, extensionId);
  const at = ctx.now();
  const hops = await answers(ctx, probed, traceHops(probed, path, limit));
  return { at, hops, ...traceConclusion(hops) };
}

const ORIGIN: UnaskedView = { kind: "origin", why: "The probes enter here, as the rack's own frames do." };

async function answers(
  ctx: ServiceContext,
  { rack }: ProbedExtension,
  asked: readonly TraceHop[],
): Promise<TraceHopView[]> {
  const points = asked.flatMap(({ place }) => (place.kind === "point" ? [place] : []));
  const rounds = points.map(({ address }) => ({
    ...{ from: rack, to: address, count: PROBES_A_PLACE, octets: SMALL_OCTETS },
  }));
  const outcomes = await runProbes(ctx, rounds);
  return asked.map(({ switchCode, datacenter, where, place }) => {
    const outcome = place.kind === "point" ? outcomes[points.indexOf(place)] : ORIGIN;
    if (outcome === undefined) throw new Error(`switch ${switchCode} was not asked`);
    return { switchCode, datacenter, where, port: place.port, outcome };
  });
}
