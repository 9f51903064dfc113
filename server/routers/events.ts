import { tracked } from "@trpc/server";
import { changesInput, streamChanges } from "../services/event/changes";
import { personProcedure, router } from "../trpc";

export const eventsRouter = router({
  changes: personProcedure.input(changesInput).subscription(async function* ({ ctx, input, signal }) {
    // A caller in this process may give no signal: it ends the stream by leaving it.
    const end = signal ?? new AbortController().signal;
    for await (const { id, change } of streamChanges({ ctx, input, signal: end })) yield tracked(id, change);
  }),
});
