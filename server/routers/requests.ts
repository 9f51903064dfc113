import { approveRequest, rejectRequest } from "../services/request/decide";
import { getRequest, listRequests } from "../services/request/list";
import { listRequestsInput, rejectRequestInput, requestIdInput } from "../services/request/schemas";
import { operatorProcedure, personProcedure, router } from "../trpc";

export const requestsRouter = router({
  list: personProcedure.input(listRequestsInput).query(({ ctx, input }) => listRequests({ ctx, input })),
  get: personProcedure.input(requestIdInput).query(({ ctx, input }) => getRequest({ ctx, input })),
  approve: operatorProcedure.input(requestIdInput).mutation(({ ctx, input }) => approveRequest({ ctx, input })),
  reject: operatorProcedure.input(rejectRequestInput).mutation(({ ctx, input }) => rejectRequest({ ctx, input })),
});
