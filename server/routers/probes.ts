import { endLoopback, startLoopback } from "../services/probe/loopback";
import { testMtu } from "../services/probe/mtu";
import { pingExtension } from "../services/probe/ping";
import { listRounds } from "../services/probe/rounds";
import { loopbackInput, pingInput, probedInput, traceInput } from "../services/probe/schemas";
import { traceExtension } from "../services/probe/trace";
import { personProcedure, router } from "../trpc";

export const probesRouter = router({
  rounds: personProcedure.input(probedInput).query(({ ctx, input }) => listRounds({ ctx, input })),
  ping: personProcedure.input(pingInput).mutation(({ ctx, input }) => pingExtension({ ctx, input })),
  trace: personProcedure.input(traceInput).mutation(({ ctx, input }) => traceExtension({ ctx, input })),
  mtu: personProcedure.input(probedInput).mutation(({ ctx, input }) => testMtu({ ctx, input })),
  loopback: personProcedure.input(loopbackInput).mutation(({ ctx, input }) => startLoopback({ ctx, input })),
  endLoopback: personProcedure.input(probedInput).mutation(({ ctx, input }) => endLoopback({ ctx, input })),
});
