import { listSwitches } from "../services/switch/list";
import { switchCodeInput } from "../services/switch/schemas";
import { getTagMap } from "../services/switch/tag-map";
import { operatorProcedure, router } from "../trpc";

export const switchesRouter = router({
  list: operatorProcedure.query(({ ctx }) => listSwitches({ ctx })),
  tagMap: operatorProcedure.input(switchCodeInput).query(({ ctx, input }) => getTagMap({ ctx, input })),
});
