import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { loadExtensionPath } from "../path/get";
import { type ProbedExtension, probedExtension } from "./ends";
import { runProbes, SMALL_OCTETS } from "./run";
import { type TraceInput, traceInput } from "./schemas";
import { type TraceHop, traceHops } from "./trace-hops";
import type { ProbedView, TraceHopView, TraceView } from "./view";

/** Probes for each hop: enough to tell a loss from a chance. */
const PROBES_A_HOP = 3;

/**
 * Asks the switches of the predicted way one after the other, from the rack on: each answers where the frames leave it.
 * Where the answers end, the frames do.
 *
 * @throws ServiceError not_found, or conflict when no switch carries the extension's frames
 */
export async function traceExtension({ ctx, input }: { ctx: ServiceContext; input: TraceInput }): Promise<TraceView> {
  const { extensionId, hops: limit } = parseInput(traceInput, input);
  const probed = await probedExtension(ctx, extensionId);
  const asked = traceHops(probed, await loadExtensionPath(ctx, extensionId)).slice(0, limit);
  const at = ctx.now();
  const hops = await answers(ctx, probed, asked);
  const lost = hops.findIndex(({ outcome }) => !isFine(outcome));
  return { at, hops, conclusion: conclusion(hops, lost), isWhole: lost === -1 };
}

async function answers(
  ctx: ServiceContext,
  { rack }: ProbedExtension,
  asked: readonly TraceHop[],
): Promise<TraceHopView[]> {
  const points = asked.flatMap(({ point }) => (point === null ? [] : [point]));
  const rounds = points.map(({ address }) => ({
    ...{ from: rack, to: address, count: PROBES_A_HOP, octets: SMALL_OCTETS },
  }));
  const outcomes = await runProbes(ctx, rounds);
  return asked.map((hop) => {
    const outcome = hop.point === null ? transit(hop) : outcomes[points.indexOf(hop.point)];
    if (outcome === undefined) throw new Error(`switch ${hop.switchCode} was not asked`);
    const { switchCode, datacenter, leadsTo } = hop;
    return { switchCode, datacenter, leadsTo, port: hop.point?.port ?? null, outcome };
  });
}

function transit({ switchCode }: TraceHop): TraceHopView["outcome"] {
  const why = `Switch ${switchCode} passes frames on by tag 3 alone: it does not look inside and cannot answer.`;
  return { kind: "transit", why };
}

function isFine(outcome: TraceHopView["outcome"]): boolean {
  return outcome.kind === "transit" || hasAnswered(outcome);
}

function hasAnswered(outcome: ProbedView): boolean {
  return outcome.kind === "round" && outcome.round.returned > 0;
}

/** Names the stretch between the last switch that answered and the first that did not. */
function conclusion(hops: readonly TraceHopView[], lost: number): string {
  const first = hops[lost];
  if (first === undefined) {
    const end = hops.at(-1);
    return `Every switch that can answer did, as far as switch ${end?.switchCode} ${portOf(end)}.`;
  }
  const last = hops.slice(0, lost).findLast(({ outcome }) => outcome.kind !== "transit");
  if (first.outcome.kind === "none") return `Switch ${first.switchCode} is not known: ${first.outcome.why}`;
  const from = last === undefined ? "the rack's port" : `switch ${last.switchCode} ${portOf(last)}`;
  const between = hops.slice(last === undefined ? 0 : hops.indexOf(last) + 1, lost);
  const over = between.length === 0 ? "" : ` (over ${between.map(({ switchCode }) => `transit switch ${switchCode}`)})`;
  return `Probes are lost between ${from} and switch ${first.switchCode} ${portOf(first)}${over}.`;
}

function portOf(hop: TraceHopView | undefined): string {
  return hop?.port === null || hop === undefined ? "" : `port ${hop.port}`;
}
