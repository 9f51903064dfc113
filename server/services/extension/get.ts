import { and, eq } from "drizzle-orm";
import { extension } from "@/db/schema/extension";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { visibleExtensions } from "./find";
import { extensionViews } from "./rows";
import { type ExtensionIdInput, extensionIdInput } from "./schemas";
import type { ExtensionView } from "./view";

/** One extension that the actor may see; another tenant's is "not found". */
export async function getExtension({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ExtensionIdInput;
}): Promise<ExtensionView> {
  const { id } = parseInput(extensionIdInput, input);
  const [view] = await extensionViews(ctx.db.read, and(eq(extension.id, id), visibleExtensions(ctx)));
  if (view === undefined) throw notFound("extension", id);
  return view;
}
