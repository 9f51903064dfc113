import type { ServiceContext } from "../context";
import { type Bell, openBell } from "../event/bell";
import { holdUntil } from "../event/hold";
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
  let loaded = await loadExtensionPath(ctx, input.extensionId);
  let loadedAt = ctx.now();
  const isOnPath = (switchId: string) => [...loaded.switches.values()].includes(switchId);
  const bell = openBell(ctx.live, (event) => event.kind === "switch_report" && isOnPath(event.switchId));
  let renewAt = 0;
  try {
    while (!signal.aborted) {
      if (ctx.now() - loadedAt >= BEAT_MS) {
        const before = loaded;
        loaded = await loadExtensionPath(ctx, input.extensionId);
        loadedAt = ctx.now();
        if (!isDeepStrictEqual([...before.switches], [...loaded.switches])) renewAt = 0;
      }
      if (ctx.now() >= renewAt) {
        watchPath(ctx, loaded);
        renewAt = ctx.now() + RENEW_MS;
      }
      yield observePath(ctx, input.extensionId, loaded);
      await ringOrBeat(bell, signal);
    }
  } finally {
    bell.close();
  }
}

async function ringOrBeat(bell: Bell, signal: AbortSignal): Promise<void> {
  const beat = holdUntil(signal, BEAT_MS);
  await bell.rung(beat.signal);
  beat.close();
}
