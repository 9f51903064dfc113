import { addResource, addResourceInput } from "../services/cloud/add-resource";
import { addCloudSystem, addCloudSystemInput } from "../services/cloud/add-system";
import { createCloud, createCloudInput } from "../services/cloud/create";
import { layDirectLink, layDirectLinkInput } from "../services/cloud/lay-direct-link";
import { listClouds } from "../services/cloud/list";
import { operatorProcedure, personProcedure, router } from "../trpc";

export const cloudsRouter = router({
  list: personProcedure.query(({ ctx }) => listClouds({ ctx })),
  create: operatorProcedure.input(createCloudInput).mutation(({ ctx, input }) => createCloud({ ctx, input })),
  addSystem: operatorProcedure.input(addCloudSystemInput).mutation(({ ctx, input }) => addCloudSystem({ ctx, input })),
  layDirectLink: operatorProcedure
    .input(layDirectLinkInput)
    .mutation(({ ctx, input }) => layDirectLink({ ctx, input })),
  addResource: operatorProcedure.input(addResourceInput).mutation(({ ctx, input }) => addResource({ ctx, input })),
});
