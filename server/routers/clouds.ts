import { listClouds } from "../services/cloud/list";
import { personProcedure, router } from "../trpc";

export const cloudsRouter = router({
  list: personProcedure.query(({ ctx }) => listClouds({ ctx })),
});
