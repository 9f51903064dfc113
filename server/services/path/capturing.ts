import { walk } from "../../domain/walk";
import type { ServiceContext } from "../context";
import type { LoadedPath } from "./load";
import { placedPoints } from "./observed";

/** How long one look keeps the captures going, in ms: longer than an agent's watch is held. */
const WATCH_MS = 45_000;
/** A frame that is sent waits at most so long for the captures that shall see it, in ms. */
const PATIENCE_MS = 4_000;

/** Asks the agents on the path to capture at its ports for a while. */
export function watchPath(ctx: ServiceContext, loaded: LoadedPath): void {
  for (const [switchId, ports] of portsOfPath(loaded)) ctx.live.watchFrames(switchId, ports, ctx.now() + WATCH_MS);
}

/**
 * Asks for captures and waits until every agent on the path says that they run. An agent that is silent is not waited
 * for longer than 4 s: the frame is sent all the same, and the path shows where it was not seen.
 */
export async function untilCapturing(ctx: ServiceContext, loaded: LoadedPath): Promise<void> {
  watchPath(ctx, loaded);
  const wanted = portsOfPath(loaded);
  const ready = () => [...wanted].every(([switchId, ports]) => captures(ctx, switchId, ports));
  if (ready()) return;
  await new Promise<void>((resolve) => {
    const giveUp = setTimeout(end, PATIENCE_MS);
    const unsubscribe = ctx.live.subscribe((event) => event.kind === "switch_report" && ready() && end());
    function end(): void {
      clearTimeout(giveUp);
      unsubscribe();
      resolve();
    }
  });
}

function captures(ctx: ServiceContext, switchId: string, ports: readonly number[]): boolean {
  const running: readonly number[] = ctx.live.lastReport(switchId)?.report.capturing ?? [];
  return ports.every((port) => running.includes(port));
}

/** The ports at which a path is observed, by switch id. */
function portsOfPath(loaded: LoadedPath): Map<string, number[]> {
  const points = placedPoints([walk(loaded.input, "to_resource")]).map(({ point }) => point);
  return new Map(
    [...loaded.switches].map(([code, switchId]) => [
      switchId,
      points.filter((point) => point.switchCode === code).map((point) => point.port),
    ]),
  );
}
