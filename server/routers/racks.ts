import { getRack } from "../services/rack/get";
import { listRacks } from "../services/rack/list";
import { registerRack } from "../services/rack/register";
import { releaseRack } from "../services/rack/release";
import { rackIdInput, registerRackInput, setAcceptsInput } from "../services/rack/schemas";
import { setAccepts } from "../services/rack/set-accepts";
import { memberProcedure, personProcedure, router } from "../trpc";

export const racksRouter = router({
  list: personProcedure.query(({ ctx }) => listRacks({ ctx })),
  get: personProcedure.input(rackIdInput).query(({ ctx, input }) => getRack({ ctx, input })),
  register: memberProcedure.input(registerRackInput).mutation(({ ctx, input }) => registerRack({ ctx, input })),
  setAccepts: memberProcedure.input(setAcceptsInput).mutation(({ ctx, input }) => setAccepts({ ctx, input })),
  release: memberProcedure.input(rackIdInput).mutation(({ ctx, input }) => releaseRack({ ctx, input })),
});
