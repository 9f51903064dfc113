import { and, eq } from "drizzle-orm";
import { vlan } from "@/db/schema/vlan";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { visibleExtensions } from "./find";
import { extensionViews } from "./rows";
import { type ListExtensionsInput, listExtensionsInput } from "./schemas";
import type { ExtensionView } from "./view";

/** The extensions that the actor may see, those of one rack if asked, newest first. */
export async function listExtensions({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ListExtensionsInput;
}): Promise<ExtensionView[]> {
  const rackId = parseInput(listExtensionsInput, input)?.rackId;
  const ofRack = rackId === undefined ? undefined : eq(vlan.clientSystemId, rackId);
  return extensionViews(ctx.db.read, and(visibleExtensions(ctx), ofRack));
}
