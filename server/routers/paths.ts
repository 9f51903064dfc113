import { z } from "zod";
import { getPath } from "../services/path/get";
import { livePath } from "../services/path/live";
import { sendFrame, sendInput } from "../services/path/send";
import { snapshotPath } from "../services/path/snapshot";
import { personProcedure, router } from "../trpc";

const byExtension = z.object({ extensionId: z.string() });

export const pathsRouter = router({
  get: personProcedure.input(byExtension).query(({ ctx, input }) => getPath(ctx, input)),
  snapshot: personProcedure.input(byExtension).query(({ ctx, input }) => snapshotPath(ctx, input)),
  live: personProcedure
    .input(byExtension)
    .subscription(({ ctx, input, signal }) => livePath(ctx, input, endOf(signal))),
  send: personProcedure.input(sendInput).mutation(({ ctx, input }) => sendFrame(ctx, input)),
});

/** A stream without a signal of its own (a caller in this process) never ends by itself. */
function endOf(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? new AbortController().signal;
}
