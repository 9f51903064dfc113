import { listNodes } from "../services/health/list-nodes";
import { operatorProcedure, router } from "../trpc";

export const healthRouter = router({
  nodes: operatorProcedure.query(({ ctx }) => listNodes({ ctx })),
});
