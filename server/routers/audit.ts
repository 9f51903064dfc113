import { listAudit, listAuditInput } from "../services/audit/list";
import { personProcedure, router } from "../trpc";

export const auditRouter = router({
  list: personProcedure.input(listAuditInput).query(({ ctx, input }) => listAudit({ ctx, input })),
});
