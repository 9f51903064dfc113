import { listRules } from "../services/rule/list";
import { replaceRules } from "../services/rule/replace";
import { replaceRulesInput, vlanRulesInput } from "../services/rule/schemas";
import { memberProcedure, personProcedure, router } from "../trpc";

export const rulesRouter = router({
  list: personProcedure.input(vlanRulesInput).query(({ ctx, input }) => listRules({ ctx, input })),
  replace: memberProcedure.input(replaceRulesInput).mutation(({ ctx, input }) => replaceRules({ ctx, input })),
});
