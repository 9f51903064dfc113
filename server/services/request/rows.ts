import { desc, eq, inArray, type SQL } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { user } from "@/db/schema/auth";
import { extension, linkRequest } from "@/db/schema/extension";
import { extensionViews } from "../extension/rows";
import type { ExtensionView, SwitchChangeView } from "../extension/view";
import { previewAddition } from "../map/preview";
import { routesOf } from "../map/routes";
import type { LinkRequestView } from "./view";

/**
 * Requests with all that people see of them, newest first.
 *
 * @param withChanges whether to say what approval would change on the switches, for those still pending
 */
export async function requestViews(
  db: Queryable,
  where: SQL | undefined,
  withChanges: boolean,
): Promise<LinkRequestView[]> {
  const rows = await selectRequests(db).where(where).orderBy(desc(linkRequest.createdAt), desc(linkRequest.id));
  const extensions = await extensionsById(
    db,
    rows.map(({ request }) => request.extensionId),
  );
  return Promise.all(
    rows.map(async (row) => {
      const asked = extensions.get(row.request.extensionId);
      if (asked === undefined) throw new Error(`request ${row.request.id} has no extension`);
      const changes = withChanges && row.request.state === "pending" ? await changesOf(db, asked.id) : [];
      return toRequestView(row, asked, changes);
    }),
  );
}

function selectRequests(db: Queryable) {
  return db
    .select({ request: linkRequest, asker: user.name })
    .from(linkRequest)
    .leftJoin(user, eq(user.id, linkRequest.requestedBy));
}

type RequestRow = Awaited<ReturnType<typeof selectRequests>>[number];

async function extensionsById(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, ExtensionView>> {
  const views = await extensionViews(db, inArray(extension.id, [...ids]));
  return new Map(views.map((view) => [view.id, view]));
}

async function changesOf(db: Queryable, extensionId: string): Promise<SwitchChangeView[]> {
  const [asked] = await routesOf(db, [extensionId]);
  return asked === undefined ? [] : previewAddition(db, asked.segment, asked.route);
}

function toRequestView(
  { request, asker }: RequestRow,
  asked: ExtensionView,
  changes: readonly SwitchChangeView[],
): LinkRequestView {
  return {
    id: request.id,
    state: request.state,
    extension: asked,
    way: { linkCodes: asked.linkCodes, from: asked.rack.datacenterCode, to: asked.resource.datacenterCode },
    requestedBy: asker ?? request.requestedBy,
    decidedBy: request.decidedByName,
    reason: request.reason,
    createdAt: request.createdAt,
    decidedAt: request.decidedAt,
    changes,
  };
}
