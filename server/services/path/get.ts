import { walk } from "../../domain/walk";
import type { ServiceContext } from "../context";
import { visibleExtension } from "../extension/find";
import { type LoadedPath, loadPath } from "./load";
import type { PathView } from "./view";
import { wayInUse } from "./way-in-use";

/** The predicted path of an extension in both directions. */
export async function getPath(ctx: ServiceContext, input: { extensionId: string }): Promise<PathView> {
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

/** The rows of an extension's path by the way in use, for whoever may see the extension. */
export async function loadExtensionPath(ctx: ServiceContext, extensionId: string): Promise<LoadedPath> {
  return loadPath(ctx.db.read, await visibleExtension(ctx, extensionId), wayInUse(ctx.live));
}
