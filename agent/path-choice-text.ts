/** Sentences about a pseudowire's paths, for the operator. */
import type { KnownPath, PathChoice } from "./path-choice";
import { holdOf } from "./path-choice";
import type { DatacenterTag, PortNumber, PseudowirePath } from "./protocol";

const CAUSES = {
  silent: "no heartbeat for 250 ms",
  "one-way": "its far end hears nothing of ours",
} as const;

/** What became of a pseudowire between two decisions; null when nothing that an operator must know. */
export function switchSentence(
  port: PortNumber,
  paths: readonly PseudowirePath[],
  before: PathChoice,
  after: PathChoice,
): string | null {
  const nameOf = (tag: DatacenterTag | null) => {
    const link = paths.find(({ tagOut }) => tagOut === tag)?.link;
    return `path ${tag} (link ${link})`;
  };
  const left = known(after, before.chosen);
  const taken = known(after, after.chosen);
  if (left === undefined || taken === undefined) return null;
  if (left === taken) return isLost(before, after) ? allDown(port, nameOf(left.tagOut)) : null;
  if (left.state === "up") {
    const seconds = holdOf(taken.falls) / 1_000;
    return `Pseudowire ${port} went back to ${nameOf(taken.tagOut)}, up for ${seconds} s: frames left ${nameOf(left.tagOut)}`;
  }
  const way = `frames leave by ${nameOf(taken.tagOut)}`;
  return `Pseudowire ${port} left ${nameOf(left.tagOut)}, ${causeOf(left)}: ${way}`;
}

function causeOf({ cause }: KnownPath): string {
  return cause === null ? "not heard yet" : CAUSES[cause];
}

function known({ paths }: PathChoice, tag: DatacenterTag | null): KnownPath | undefined {
  return paths.find(({ tagOut }) => tagOut === tag);
}

/** No path is up, and one was. */
function isLost(before: PathChoice, after: PathChoice): boolean {
  const isAnyUp = ({ paths }: PathChoice) => paths.some(({ state }) => state === "up");
  return isAnyUp(before) && after.paths.every(({ state }) => state === "down");
}

function allDown(port: PortNumber, name: string): string {
  return `Pseudowire ${port} has no path that is up: frames go on leaving by ${name}`;
}
