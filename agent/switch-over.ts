import type { Actual } from "./actual";
import type { Operation } from "./operation";
import { factsOf } from "./plan";
import type { DesiredState } from "./protocol";
import { portScope } from "./scope";
import type { ChosenPaths } from "./wanted";
import { activeSendRule } from "./wanted-ports";

/**
 * The shortest way from one choice of paths to another: each pseudowire's sending rule is replaced in one step, so that a
 * frame leaves by the old path or by the new one. Nothing else changes: frames are accepted on every path at all times.
 */
export function switchOver(
  desired: DesiredState,
  actual: Actual,
  before: ChosenPaths,
  chosen: ChosenPaths,
): Operation[] {
  const facts = factsOf(actual, chosen);
  const devices = new Set(actual.links.map(({ name }) => name));
  return desired.ports.flatMap((port): Operation[] => {
    if (port.kind !== "pseudowire") return [];
    const { number } = port;
    if ((before.get(number) ?? 0) === (chosen.get(number) ?? 0)) return [];
    const filter = activeSendRule(port, desired.links, facts);
    if (filter === null || !devices.has(filter.device)) return [];
    return [{ kind: "replace-filter", filter, role: "link", scope: portScope(number) }];
  });
}
