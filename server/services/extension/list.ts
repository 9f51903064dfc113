import { and, eq, or } from "drizzle-orm";
import { resource } from "@/db/schema/cloud";
import { vlan } from "@/db/schema/vlan";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { visibleExtensions } from "./find";
import { extensionViews } from "./rows";
import { type ListExtensionsInput, listExtensionsInput } from "./schemas";
import type { ExtensionView } from "./view";

/** The extensions that the actor may see, those that leave or reach one rack if asked, newest first. */
export async function listExtensions({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ListExtensionsInput;
}): Promise<ExtensionView[]> {
  const rackId = parseInput(listExtensionsInput, input)?.rackId;
  const ofRack =
    rackId === undefined ? undefined : or(eq(vlan.clientSystemId, rackId), eq(resource.clientSystemId, rackId));
  return extensionViews(ctx.db.read, and(visibleExtensions(ctx), ofRack));
}
