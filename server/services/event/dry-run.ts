import type { ServiceContext } from "../context";
import type { Work } from "./commit";

/** Carries a value out of a transaction that is taken back. */
class TakenBack<T> extends Error {
  constructor(readonly value: T) {
    super("a dry run was taken back");
  }
}

/** Runs `change` for what it finds out, and takes everything back that it wrote; nobody is told of anything. */
export async function dryRun<T>(ctx: ServiceContext, change: (work: Work) => Promise<T>): Promise<T> {
  const run = ctx.db.transact(async (tx) => {
    throw new TakenBack(await change({ tx, ctx, announce: () => undefined }));
  });
  const outcome: unknown = await run.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof TakenBack) return outcome.value;
  throw outcome;
}
