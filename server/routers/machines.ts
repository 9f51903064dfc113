import { createMachine } from "../services/machine/create";
import { approveMove, rejectMove } from "../services/machine/decide-move";
import { getMachine, listMachines } from "../services/machine/list";
import { moveMachine } from "../services/machine/move";
import { orderMachine, recapMachine } from "../services/machine/order";
import { removeMachine } from "../services/machine/remove";
import {
  createMachineInput,
  machineIdInput,
  moveMachineInput,
  orderMachineInput,
  rejectMoveInput,
} from "../services/machine/schemas";
import { memberProcedure, operatorProcedure, personProcedure, router } from "../trpc";

export const machinesRouter = router({
  list: personProcedure.query(({ ctx }) => listMachines({ ctx })),
  get: personProcedure.input(machineIdInput).query(({ ctx, input }) => getMachine({ ctx, input })),
  create: memberProcedure.input(createMachineInput).mutation(({ ctx, input }) => createMachine({ ctx, input })),
  recapOrder: memberProcedure.input(orderMachineInput).query(({ ctx, input }) => recapMachine({ ctx, input })),
  order: memberProcedure.input(orderMachineInput).mutation(({ ctx, input }) => orderMachine({ ctx, input })),
  remove: memberProcedure.input(machineIdInput).mutation(({ ctx, input }) => removeMachine({ ctx, input })),
  move: personProcedure.input(moveMachineInput).mutation(({ ctx, input }) => moveMachine({ ctx, input })),
  approveMove: operatorProcedure.input(machineIdInput).mutation(({ ctx, input }) => approveMove({ ctx, input })),
  rejectMove: operatorProcedure.input(rejectMoveInput).mutation(({ ctx, input }) => rejectMove({ ctx, input })),
});
