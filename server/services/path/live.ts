import { walk } from "../../domain/walk";
import type { ServiceContext } from "../context";
import { loadExtensionPath } from "./get";
import type { LoadedPath } from "./load";
import { placedPoints } from "./observed";
import { observePath } from "./snapshot";
import type { PathLiveView } from "./view";

/** How long one look keeps the captures going, and how often a lasting look says so again, in ms. */
const WATCH_MS = 45_000;
const RENEW_MS = 10_000;
/** A picture is sent at least so often, so that its age can be trusted, in ms. */
const BEAT_MS = 1_000;

/**
 * The live picture of an extension's path: at once, after each report of a switch on it, and at least each second.
 * While somebody listens, the agents capture at the path's ports.
 *
 * @param signal ends the stream
 */
export async function* livePath(
  ctx: ServiceContext,
  input: { extensionId: string },
  signal: AbortSignal,
): AsyncGenerator<PathLiveView> {
  const loaded = await loadExtensionPath(ctx, input.extensionId);
  const bell = ringOnReports(ctx, new Set(loaded.switches.values()), signal);
  let renewAt = 0;
  try {
    while (!signal.aborted) {
      if (ctx.now() >= renewAt) {
        watchPath(ctx, loaded);
        renewAt = ctx.now() + RENEW_MS;
      }
      yield observePath(ctx, input.extensionId, loaded);
      await bell.rung();
    }
  } finally {
    bell.stop();
  }
}

/** Asks the agents on the path to capture at its ports for a while. */
export function watchPath(ctx: ServiceContext, loaded: LoadedPath): void {
  const points = placedPoints([walk(loaded.input, "to_resource")]).map(({ point }) => point);
  for (const [code, switchId] of loaded.switches) {
    const ports = points.filter((point) => point.switchCode === code).map((point) => point.port);
    ctx.live.watchFrames(switchId, ports, ctx.now() + WATCH_MS);
  }
}

/** A bell that rings on a report of one of the switches, on the beat, and when the stream ends. */
function ringOnReports(ctx: ServiceContext, switchIds: ReadonlySet<string>, signal: AbortSignal) {
  let ring = () => {};
  let pending = false;
  const onEvent = () => {
    pending = true;
    ring();
  };
  const unsubscribe = ctx.live.subscribe((event) => {
    if (event.kind === "switch_report" && switchIds.has(event.switchId)) onEvent();
  });
  signal.addEventListener("abort", onEvent);
  const beat = setInterval(onEvent, BEAT_MS);
  return {
    async rung(): Promise<void> {
      if (!pending) await new Promise<void>((resolve) => (ring = resolve));
      pending = false;
    },
    stop() {
      clearInterval(beat);
      unsubscribe();
      signal.removeEventListener("abort", onEvent);
    },
  };
}
