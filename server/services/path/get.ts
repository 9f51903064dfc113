import { ENDED_STATES } from "../../domain/extension-state";
import { walk } from "../../domain/walk";
import type { ServiceContext } from "../context";
import { visibleExtension } from "../extension/find";
import { directPath } from "./direct";
import { type LoadedPath, loadPath } from "./load";
import type { PathView } from "./view";
import { wayInUse } from "./way-in-use";
import { recordedWay } from "./way-recorded";

/** The predicted path of an extension in both directions. */
export async function getPath(ctx: ServiceContext, input: { extensionId: string }): Promise<PathView> {
  const direct = await directPathOf(ctx, input.extensionId);
  if (direct !== null) {
    const { code: _, ...view } = direct;
    return { extensionId: input.extensionId, ...view };
  }
  const loaded = await loadExtensionPath(ctx, input.extensionId);
  const { rack, resource } = loaded;
  return {
    extensionId: input.extensionId,
    toResource: walk(loaded.input, "to_resource"),
    toRack: walk(loaded.input, "to_rack"),
    rack: { name: rack.name, mac: rack.mac },
    resource: { name: resource.name, mac: resource.mac },
  };
}

/** The path of an extension over a direct link, for whoever may see it; null over switches. */
export async function directPathOf(ctx: ServiceContext, extensionId: string) {
  return directPath(ctx.db.read, await visibleExtension(ctx, extensionId));
}

/**
 * The rows of an extension's path by the way in use, for whoever may see the extension. One that has ended may have had a
 * way of its own that no switch holds any more: then it is the way that was recorded.
 */
export async function loadExtensionPath(ctx: ServiceContext, extensionId: string): Promise<LoadedPath> {
  const row = await visibleExtension(ctx, extensionId);
  const inUse = wayInUse(ctx.live);
  const ended: readonly string[] = ENDED_STATES;
  if (!ended.includes(row.state)) return loadPath(ctx.db.read, row, inUse);
  const recorded = await recordedWay(ctx.db.read, extensionId);
  return loadPath(ctx.db.read, row, (near, ways) => inUse(near, ways) ?? recorded(near));
}
