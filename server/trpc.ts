import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import type { RequestContext } from "./context";
import { ServiceError } from "./errors";
import { memberOf, operatorOf } from "./services/scope";
import { asTrpcError, faultOf } from "./translate-error";

const t = initTRPC.context<RequestContext>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  errorFormatter({ shape, error, ctx }) {
    const requestId = ctx?.requestId ?? "unknown";
    const { code, field, message } = faultOf(error, requestId);
    const { code: httpCode, httpStatus, path } = shape.data;
    return { ...shape, message, data: { code: httpCode, httpStatus, path, dovetail: { code, field, requestId } } };
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const procedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  throw asTrpcError(result.error);
});

/** Anybody who is signed in. */
export const personProcedure = procedure.use(async ({ ctx, next }) => {
  const actor = await ctx.whoActs();
  if (actor === null) throw new ServiceError("signed_out", "You are signed out. Sign in and try again.");
  return next({ ctx: { ...ctx, actor } });
});

/** A member of a tenant. */
export const memberProcedure = personProcedure.use(({ ctx, next }) => next({ ctx: { ...ctx, actor: memberOf(ctx) } }));

/** One of the operator's people. */
export const operatorProcedure = personProcedure.use(({ ctx, next }) =>
  next({ ctx: { ...ctx, actor: operatorOf(ctx) } }),
);
