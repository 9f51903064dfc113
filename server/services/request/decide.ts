import { and, eq } from "drizzle-orm";
import { extension, linkRequest } from "@/db/schema/extension";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { letGo } from "../extension/let-go";
import { moveExtension } from "../extension/move";
import { routesOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { parseInput } from "../parse-input";
import { operatorOf, type UserActor } from "../scope";
import { getRequest } from "./list";
import { type RejectRequestInput, type RequestIdInput, rejectRequestInput, requestIdInput } from "./schemas";
import type { LinkRequestView } from "./view";

/**
 * Approves a request across datacenters: the map rows on both switches are there when this returns.
 *
 * @throws ServiceError not_found, conflict when it was decided or withdrawn already
 */
export async function approveRequest({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: RequestIdInput;
}): Promise<LinkRequestView> {
  const operator = operatorOf(ctx);
  const { id } = parseInput(requestIdInput, input);
  await commit(ctx, async (work) => {
    const asked = await decide(work, operator, id, { state: "approved", reason: null });
    await moveExtension(work, asked, "allocated");
    const [routed] = await routesOf(work.tx, [asked.id]);
    if (routed === undefined) throw new Error(`extension ${asked.id} has no route`);
    await syncMap(work, routed.segment);
  });
  return getRequest({ ctx, input: { id } });
}

/**
 * Rejects a request with a reason that the tenant reads; the resource is free again.
 *
 * @throws ServiceError not_found, conflict when it was decided or withdrawn already
 */
export async function rejectRequest({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: RejectRequestInput;
}): Promise<LinkRequestView> {
  const operator = operatorOf(ctx);
  const { id, reason } = parseInput(rejectRequestInput, input);
  await commit(ctx, async (work) => {
    const asked = await decide(work, operator, id, { state: "rejected", reason });
    await moveExtension(work, asked, "rejected", reason);
    await letGo(work, asked);
  });
  return getRequest({ ctx, input: { id } });
}

interface Decision {
  readonly state: "approved" | "rejected";
  readonly reason: string | null;
}

/** Writes the decision, once; gives the extension that it is about. */
async function decide(work: Work, operator: UserActor, id: string, decision: Decision) {
  const { tx, ctx } = work;
  const decided = { ...decision, decidedBy: operator.userId, decidedByName: operator.name, decidedAt: ctx.now() };
  const [request] = await tx
    .update(linkRequest)
    .set(decided)
    .where(and(eq(linkRequest.id, id), eq(linkRequest.state, "pending")))
    .returning();
  if (request === undefined) throw await notPending(work, id);
  const [asked] = await tx.select().from(extension).where(eq(extension.id, request.extensionId));
  if (asked === undefined) throw new Error(`request ${id} has no extension`);
  work.announce({ kind: "request", id, tenantId: request.tenantId });
  await recordAudit(tx, ctx, {
    action: decision.state === "approved" ? "request.approve" : "request.reject",
    subjectId: id,
    tenantId: request.tenantId,
    before: { state: "pending" },
    after: { ...decision, extension: request.extensionId },
  });
  return asked;
}

async function notPending({ tx }: Work, id: string): Promise<ServiceError> {
  const [request] = await tx.select().from(linkRequest).where(eq(linkRequest.id, id));
  if (request === undefined) return notFound("request", id);
  const by = request.decidedByName === null ? "" : ` by ${request.decidedByName}`;
  return new ServiceError("conflict", `This request was ${request.state}${by}. There is nothing left to decide.`);
}
