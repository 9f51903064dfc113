import type { TraceHopView, TraceView } from "./view";

/** What the answers of a trace mean: whole, or the stretch between the last place that answered and the first that did not. */
export function traceConclusion(hops: readonly TraceHopView[]): Pick<TraceView, "conclusion" | "isWhole"> {
  const index = hops.findIndex((hop) => !isFine(hop));
  const lost = hops[index];
  if (lost === undefined) {
    const end = hops.findLast(isPlace);
    return { isWhole: true, conclusion: `Every switch that was asked answered, as far as ${nameOf(end)}.` };
  }
  if (lost.outcome.kind === "none") {
    return { isWhole: false, conclusion: `${capital(nameOf(lost))} is not known: ${lost.outcome.why}` };
  }
  const last = hops.slice(0, index).findLast(isPlace);
  const over = hops.slice(last === undefined ? 0 : hops.indexOf(last) + 1, index);
  const through = over.map(({ switchCode }) => `switch ${switchCode}`).join(" and ");
  const passing = through === "" ? "" : `, on the way through ${through}`;
  return { isWhole: false, conclusion: `Probes are lost between ${nameOf(last)} and ${nameOf(lost)}${passing}.` };
}

function isFine({ outcome }: TraceHopView): boolean {
  if (outcome.kind === "round") return outcome.round.returned > 0;
  return outcome.kind !== "none";
}

function isPlace({ outcome }: TraceHopView): boolean {
  return outcome.kind !== "beside";
}

function nameOf(hop: TraceHopView | undefined): string {
  return hop === undefined ? "the rack" : `switch ${hop.switchCode} port ${hop.port}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
