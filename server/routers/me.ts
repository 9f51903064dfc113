import { getMe } from "../services/tenant/me";
import { personProcedure, router } from "../trpc";

export const meRouter = router({
  get: personProcedure.query(({ ctx }) => getMe({ ctx, actor: ctx.actor })),
});
