import type { ServiceContext } from "../context";
import { type Bell, openBell } from "../event/bell";
import { holdUntil } from "../event/hold";
import { watchPath } from "./capturing";
import { directLive } from "./direct";
import { directPathOf, loadExtensionPath } from "./get";
import type { LoadedPath } from "./load";
import { observePath } from "./snapshot";
import type { PathLiveView } from "./view";

/** How often a lasting look asks again for captures, in ms. */
const RENEW_MS = 10_000;
/** A picture is sent at least so often, so that its age can be trusted, in ms. */
const BEAT_MS = 1_000;

/**
 * The live picture of an extension's path: at once, after each report of a switch on it, and at least each second.
 * While somebody listens, the agents capture at the path's ports; when the frames take another way, the picture does.
 *
 * @param signal ends the stream
 */
export async function* livePath(
  ctx: ServiceContext,
  input: { extensionId: string },
  signal: AbortSignal,
): AsyncGenerator<PathLiveView> {
  const direct = await directPathOf(ctx, input.extensionId);
  if (direct !== null) {
    yield directLive(direct, ctx.now());
    return;
  }
  let look = await firstLook(ctx, input.extensionId);
  const isOnPath = (switchId: string) => [...look.loaded.switches.values()].includes(switchId);
  const bell = openBell(ctx.live, (event) => event.kind === "switch_report" && isOnPath(event.switchId));
  try {
    while (!signal.aborted) {
      yield observePath(ctx, input.extensionId, look.loaded);
      await ringOrBeat(bell, signal);
      look = await nextLook(ctx, input.extensionId, look);
    }
  } finally {
    bell.close();
  }
}

/** The rows that a picture rests on, when they were read, and when the captures were last asked for; ms since 1970. */
interface Look {
  readonly loaded: LoadedPath;
  readonly readAt: number;
  readonly askedAt: number;
}

async function firstLook(ctx: ServiceContext, extensionId: string): Promise<Look> {
  const loaded = await loadExtensionPath(ctx, extensionId);
  watchPath(ctx, loaded);
  return { loaded, readAt: ctx.now(), askedAt: ctx.now() };
}

/** Reads again once a second, and asks again for captures now and then, or at once on another way. */
async function nextLook(ctx: ServiceContext, extensionId: string, look: Look): Promise<Look> {
  const now = ctx.now();
  if (now - look.readAt < BEAT_MS) return look;
  const loaded = await loadExtensionPath(ctx, extensionId);
  const isSameWay = loaded.wire?.used.tagToFar === look.loaded.wire?.used.tagToFar;
  if (isSameWay && now - look.askedAt < RENEW_MS) return { ...look, loaded, readAt: now };
  watchPath(ctx, loaded);
  return { loaded, readAt: now, askedAt: now };
}

async function ringOrBeat(bell: Bell, signal: AbortSignal): Promise<void> {
  const beat = holdUntil(signal, BEAT_MS);
  await bell.rung(beat.signal);
  beat.close();
}
