import { getExtension } from "../services/extension/get";
import { extensionLimits } from "../services/extension/limits";
import { listExtensions } from "../services/extension/list";
import { recapExtension } from "../services/extension/recap";
import { releaseExtension } from "../services/extension/release";
import { requestExtension } from "../services/extension/request";
import { extensionIdInput, listExtensionsInput, orderInput, profileOfInput } from "../services/extension/schemas";
import { setProfile } from "../services/extension/set-profile";
import { listTransitions } from "../services/extension/transitions";
import { getStepLog } from "../services/step-log/get";
import { memberProcedure, personProcedure, router } from "../trpc";

export const extensionsRouter = router({
  list: personProcedure.input(listExtensionsInput).query(({ ctx, input }) => listExtensions({ ctx, input })),
  get: personProcedure.input(extensionIdInput).query(({ ctx, input }) => getExtension({ ctx, input })),
  transitions: personProcedure.input(extensionIdInput).query(({ ctx, input }) => listTransitions({ ctx, input })),
  steps: personProcedure.input(extensionIdInput).query(({ ctx, input }) => getStepLog({ ctx, input })),
  limits: personProcedure.input(extensionIdInput).query(({ ctx, input }) => extensionLimits({ ctx, input })),
  recap: memberProcedure.input(orderInput).query(({ ctx, input }) => recapExtension({ ctx, input })),
  request: memberProcedure.input(orderInput).mutation(({ ctx, input }) => requestExtension({ ctx, input })),
  setProfile: memberProcedure.input(profileOfInput).mutation(({ ctx, input }) => setProfile({ ctx, input })),
  release: memberProcedure.input(extensionIdInput).mutation(({ ctx, input }) => releaseExtension({ ctx, input })),
});
