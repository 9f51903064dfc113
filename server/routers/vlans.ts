import { listMacs } from "../services/mac-table/list";
import { vlanMacsInput } from "../services/mac-table/schemas";
import { declareVlans } from "../services/vlan/declare";
import { getVlan } from "../services/vlan/get";
import { listVlans } from "../services/vlan/list";
import { previewVlans } from "../services/vlan/preview";
import { releaseVlan } from "../services/vlan/release";
import { declareVlansInput, listVlansInput, previewVlansInput, vlanIdInput } from "../services/vlan/schemas";
import { memberProcedure, personProcedure, router } from "../trpc";

export const vlansRouter = router({
  list: personProcedure.input(listVlansInput).query(({ ctx, input }) => listVlans({ ctx, input })),
  get: personProcedure.input(vlanIdInput).query(({ ctx, input }) => getVlan({ ctx, input })),
  macs: personProcedure.input(vlanMacsInput).query(({ ctx, input }) => listMacs({ ctx, input })),
  preview: memberProcedure.input(previewVlansInput).query(({ ctx, input }) => previewVlans({ ctx, input })),
  declare: memberProcedure.input(declareVlansInput).mutation(({ ctx, input }) => declareVlans({ ctx, input })),
  release: memberProcedure.input(vlanIdInput).mutation(({ ctx, input }) => releaseVlan({ ctx, input })),
});
