import { and, eq, type SQL } from "drizzle-orm";
import { linkRequest } from "@/db/schema/extension";
import { notFound } from "../../errors";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { visibleTenant } from "../scope";
import { requestViews } from "./rows";
import { type ListRequestsInput, listRequestsInput, type RequestIdInput, requestIdInput } from "./schemas";
import type { LinkRequestView } from "./view";

/** The requests across datacenters that the actor may see, newest first. */
export async function listRequests({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ListRequestsInput;
}): Promise<LinkRequestView[]> {
  const state = parseInput(listRequestsInput, input)?.state;
  return visibleRequests(ctx, state === undefined ? undefined : eq(linkRequest.state, state));
}

/** One of them; another tenant's is "not found". */
export async function getRequest({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: RequestIdInput;
}): Promise<LinkRequestView> {
  const { id } = parseInput(requestIdInput, input);
  const [view] = await visibleRequests(ctx, eq(linkRequest.id, id));
  if (view === undefined) throw notFound("request", id);
  return view;
}

async function visibleRequests(ctx: ServiceContext, where: SQL | undefined): Promise<LinkRequestView[]> {
  const tenantId = visibleTenant(ctx);
  const own = tenantId === null ? undefined : eq(linkRequest.tenantId, tenantId);
  return requestViews(ctx.db.read, and(where, own), tenantId === null);
}
