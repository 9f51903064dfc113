import type { LiveStore } from "../../live/store";
import type { LinkRow } from "../topology/links";
import type { SwitchPlace } from "./rows";
import type { LinkView } from "./view";

/** What the agents at a link's ends report of it: a missing address, a far end that is not known, what a kernel refused. */
export function linkProblems(
  live: LiveStore,
  ends: readonly LinkRow["a"][],
  places: ReadonlyMap<string, SwitchPlace>,
): LinkView["problems"] {
  return ends.flatMap(({ switchId, number }) => {
    const problems = live.lastReport(switchId)?.report.problems ?? [];
    const switchCode = places.get(switchId)?.switchCode ?? "";
    return problems.filter(({ object }) => object === `link ${number}`).map(({ detail }) => ({ switchCode, detail }));
  });
}
