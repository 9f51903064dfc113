import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { operatorOf } from "../scope";
import { loadFabric } from "../topology/fabric";
import { lastChanges, linkView, switchPlaces } from "./rows";
import { type LinkCodeInput, linkCodeInput } from "./schemas";
import type { LinkView } from "./view";

/** All links between datacenters, by code; for operators. */
export async function listLinks({ ctx }: { ctx: ServiceContext }): Promise<LinkView[]> {
  operatorOf(ctx);
  const db = ctx.db.read;
  const fabric = await loadFabric(db);
  const [places, changes] = [await switchPlaces(db), await lastChanges(db)];
  return fabric.links.map((row) => linkView(ctx, fabric, row, places, changes.get(row.link.id)));
}

/** One link, by its code; for operators. @throws ServiceError not_found */
export async function getLink({ ctx, input }: { ctx: ServiceContext; input: LinkCodeInput }): Promise<LinkView> {
  const { code } = parseInput(linkCodeInput, input);
  const found = (await listLinks({ ctx })).find((link) => link.code === code);
  if (found === undefined) throw notFound("link", code);
  return found;
}
