import { createDatacenter, createDatacenterInput } from "../services/datacenter/create";
import { listDatacenters } from "../services/datacenter/list";
import { operatorProcedure, personProcedure, router } from "../trpc";

export const datacentersRouter = router({
  list: personProcedure.query(({ ctx }) => listDatacenters({ ctx })),
  create: operatorProcedure.input(createDatacenterInput).mutation(({ ctx, input }) => createDatacenter({ ctx, input })),
});
