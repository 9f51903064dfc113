import type { ServiceContext } from "../context";
import { watchPath } from "./capturing";
import { loadExtensionPath } from "./get";
import { observePath } from "./snapshot";
import type { PathLiveView } from "./view";

/** How often a lasting look asks again for captures, in ms. */
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
