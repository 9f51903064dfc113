import { listDatacenters } from "../services/datacenter/list";
import { personProcedure, router } from "../trpc";

export const datacentersRouter = router({
  list: personProcedure.query(({ ctx }) => listDatacenters({ ctx })),
});
