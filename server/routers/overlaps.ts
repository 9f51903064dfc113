import { listOverlaps } from "../services/overlap/list";
import { memberProcedure, router } from "../trpc";

export const overlapsRouter = router({
  list: memberProcedure.query(({ ctx }) => listOverlaps({ ctx })),
});
