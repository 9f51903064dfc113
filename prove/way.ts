import { until } from "@/run/until";
import type { LinkView } from "@/server/services/link/view";
import type { ProvingWorld } from "./proving-world";

/** A row waits so long for heartbeats and agents, in ms: far more than they take. */
const FOLLOW_WITHIN_MS = 40_000;

/** Waits until a link is heard, is not heard, or has been changed to its new encapsulation. */
export function linkIs(world: ProvingWorld, code: string, what: "up" | "down" | "changed"): Promise<LinkView> {
  return until(`link ${code} to be ${what}`, FOLLOW_WITHIN_MS, async () => {
    const link = await world.operator.links.get.query({ code });
    const isSo = what === "changed" ? link.change?.stage === "done" : link.health === what;
    return isSo ? link : null;
  });
}

/** By which links frames cross between two edge switches now, as both ends say. */
export async function pathsInUse(world: ProvingWorld, a: string, b: string): Promise<string> {
  const all = await world.operator.links.pseudowires.query();
  const found = all.find((one) => one.way === "" && one.a.switchCode === a && one.b.switchCode === b);
  const by = (end: "atA" | "atB") =>
    found?.paths.find((path) => path[end].active)?.linkCodes.join(" and ") ?? "nothing";
  return `${a} sends by ${by("atA")}, ${b} by ${by("atB")}`;
}
