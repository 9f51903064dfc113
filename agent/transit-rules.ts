/**
 * Label switching from one link to another, in the form that the second link has it (seed para 66). Where a transit answers
 * probes its frames are opened into a chain of its own on the link's device, which only they come to: in it the probes for
 * the transit itself leave for the probe program, and every other frame goes on.
 */
import type { Carriage } from "./encapsulation/carriage";
import { type Filter, type FilterAction, ONLY_HANDLE } from "./filter";
import { type MacOf, onto } from "./link-rules";
import { CHAIN_PRIORITY, PRIORITY } from "./priority";
import { OUT_TO_PROGRAM, sentByProgram } from "./probe-rules";
import type { DatacenterTag, Transit } from "./protocol";

/** A transit that answers probes. */
export type AnsweringTransit = Transit & Required<Pick<Transit, "answer">>;

export function answers(transit: Transit): transit is AnsweringTransit {
  return transit.answer !== undefined;
}

/**
 * Frames with the tag go on to the other link. The rule that stands in the first chain comes last: what it leads to is there
 * before it. None while they cannot leave.
 */
export function transitRules(from: Carriage, to: Carriage, transit: Transit, macOf: MacOf): Filter[] {
  const leaving = onto(to, transit.tag, macOf);
  if (leaving === null) return [];
  const admitted = (actions: readonly FilterAction[]): Filter => {
    return { device: from.device, ...from.admit(transit.tag), actions: [...from.open(), ...actions] };
  };
  if (!answers(transit)) return [admitted(leaving)];
  return [
    // A frame that falls off the end of a chain would reach the switch's own stack.
    everyFrame(from, transit, PRIORITY.drop, [{ kind: "drop" }]),
    everyFrame(from, transit, CHAIN_PRIORITY.pass, leaving),
    admitted([{ kind: "goto", chain: chainOf(transit.tag) }]),
  ];
}

/** Among a transit's frames those for its probe point end here. */
export function transitProbeEnd(from: Carriage, { tag, answer }: AnsweringTransit): Filter {
  const place = { device: from.device, chain: chainOf(tag), priority: CHAIN_PRIORITY.probeEnd, protocol: "all" };
  const match = { kind: "frame", keys: { destination: answer.probe } } as const;
  return { ...place, handle: ONLY_HANDLE, match, actions: [OUT_TO_PROGRAM] };
}

/** What a transit's probe point sends goes back over the link that probes come in by; null while it cannot leave. */
export function transitAnswer(back: Carriage, { tag, answer }: AnsweringTransit, macOf: MacOf): Filter | null {
  const leaving = onto(back, answer.tagBack, macOf);
  return leaving === null ? null : sentByProgram(answer.probe, ABOVE_PORTS + tag, leaving);
}

/** Handles up to it are ports'. */
const ABOVE_PORTS = 10_000;

/** Attachments have chains too, and none on the device of a link. */
function chainOf(tag: DatacenterTag): number {
  return tag;
}

function everyFrame(
  { device }: Carriage,
  { tag }: Transit,
  priority: number,
  actions: readonly FilterAction[],
): Filter {
  const place = { device, chain: chainOf(tag), priority, protocol: "all", handle: ONLY_HANDLE };
  return { ...place, match: { kind: "any" }, actions };
}
