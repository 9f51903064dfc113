import type { TraceHopView, TraceView } from "./view";

/** What the answers of a trace mean: whole, or the stretch between the last place that answered and the first that did not. */
export function traceConclusion(hops: readonly TraceHopView[]): Pick<TraceView, "conclusion" | "isWhole"> {
  const index = hops.findIndex((hop) => !isFine(hop));
  const lost = hops[index];
  if (lost === undefined) {
    return { isWhole: true, conclusion: `Every switch that was asked answered, as far as ${nameOf(hops.at(-1))}.` };
  }
  if (lost.outcome.kind === "none") {
    return { isWhole: false, conclusion: `${capital(nameOf(lost))} is not known: ${lost.outcome.why}` };
  }
  const last = hops[index - 1];
  return { isWhole: false, conclusion: `Probes are lost between ${nameOf(last)} and ${nameOf(lost)}.` };
}

function isFine({ outcome }: TraceHopView): boolean {
  if (outcome.kind === "round") return outcome.round.returned > 0;
  return outcome.kind !== "none";
}

function nameOf(hop: TraceHopView | undefined): string {
  return hop === undefined ? "the rack" : `switch ${hop.switchCode} port ${hop.port}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
