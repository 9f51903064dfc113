import { walk } from "../../domain/walk";
import { ServiceError } from "../../errors";
import type { ServiceContext } from "../context";
import { openBell } from "../event/bell";
import { holdUntil } from "../event/hold";
import type { LoadedPath } from "./load";
import { placedPoints } from "./observed";

/** How long one look keeps the captures going, in ms: longer than an agent's watch is held. */
const WATCH_MS = 45_000;
/** A frame that is to be sent waits at most so long for the captures that shall see it, in ms. */
const PATIENCE_MS = 15_000;

/** Asks the agents on the path to capture at its ports for a while. */
export function watchPath(ctx: ServiceContext, loaded: LoadedPath): void {
  for (const [switchId, ports] of portsOfPath(loaded)) ctx.live.watchFrames(switchId, ports, ctx.now() + WATCH_MS);
}

/**
 * Asks for captures and waits until every agent on the path says that they run.
 *
 * @throws ServiceError conflict that names the switches that do not: a frame that nobody could see would look lost
 */
export async function untilCapturing(ctx: ServiceContext, loaded: LoadedPath, patienceMs = PATIENCE_MS): Promise<void> {
  watchPath(ctx, loaded);
  const wanted = portsOfPath(loaded);
  const blind = () => [...wanted].filter(([switchId, ports]) => !captures(ctx, switchId, ports));
  await untilReport(ctx, patienceMs, () => blind().length === 0);
  const codes = [...loaded.switches].filter(([, id]) => blind().some(([switchId]) => switchId === id));
  if (codes.length > 0)
    throw notCapturing(
      codes.map(([code]) => code),
      patienceMs,
    );
}

/** Looks again at each report until `ready`, or until patience ends. */
async function untilReport(ctx: ServiceContext, patienceMs: number, ready: () => boolean): Promise<void> {
  const bell = openBell(ctx.live, (event) => event.kind === "switch_report");
  const patience = holdUntil(new AbortController().signal, patienceMs);
  while (!ready() && !patience.signal.aborted) await bell.rung(patience.signal);
  patience.close();
  bell.close();
}

function notCapturing(codes: readonly string[], patienceMs: number): ServiceError {
  return new ServiceError(
    "conflict",
    `Nothing was sent: ${codes.length === 1 ? "switch" : "switches"} ${codes.join(" and ")} did not begin to capture within ${patienceMs / 1000} s, ` +
      "so the frame could not be seen. Send it again when the agents report.",
  );
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
