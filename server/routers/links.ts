import { listDrills } from "../services/drill/list";
import { startDrillInput } from "../services/drill/schemas";
import { startDrill } from "../services/drill/start";
import { changeEncapsulation } from "../services/link/change-encapsulation";
import { layLink, layLinkInput } from "../services/link/lay-link";
import { getLink, listLinks } from "../services/link/list";
import { changeEncapsulationInput, linkCodeInput, updateLinkInput } from "../services/link/schemas";
import { updateLink } from "../services/link/update";
import { listPseudowires } from "../services/pseudowire/list";
import { operatorProcedure, router } from "../trpc";

export const linksRouter = router({
  list: operatorProcedure.query(({ ctx }) => listLinks({ ctx })),
  get: operatorProcedure.input(linkCodeInput).query(({ ctx, input }) => getLink({ ctx, input })),
  lay: operatorProcedure.input(layLinkInput).mutation(({ ctx, input }) => layLink({ ctx, input })),
  update: operatorProcedure.input(updateLinkInput).mutation(({ ctx, input }) => updateLink({ ctx, input })),
  changeEncapsulation: operatorProcedure
    .input(changeEncapsulationInput)
    .mutation(({ ctx, input }) => changeEncapsulation({ ctx, input })),
  drill: operatorProcedure.input(startDrillInput).mutation(({ ctx, input }) => startDrill({ ctx, input })),
  drills: operatorProcedure.query(({ ctx }) => listDrills({ ctx })),
  pseudowires: operatorProcedure.query(({ ctx }) => listPseudowires({ ctx })),
});
