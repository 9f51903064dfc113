import type { BetterAuthOptions, DBAdapter } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import type { Database, Queryable } from "@/db/client";
import { account, session, user, verification } from "@/db/schema/auth";

/**
 * The sign-in library's own drizzle adapter, with each write as a unit of our `transact`.
 *
 * It must not write on a connection of its own: SQLite has one writer, `transact` keeps its transaction open across
 * awaits, and a second connection of this process would then block the only thread that could end that transaction,
 * until the busy timeout. It must not write past the queue on the writing connection either: its rows would fall into
 * a stranger's savepoint. So it waits its turn like everybody, and its session row is durable before the cookie leaves.
 *
 * The library's `transaction` runs its steps one after the other, each durable by itself, as its adapter does by
 * default: it hashes passwords inside, and the queue would stand still for that long.
 */
export function queuedAuthAdapter(db: Database): (options: BetterAuthOptions) => DBAdapter {
  return (options) => {
    const reads = adapterOver(db.read, options);
    const write = <T>(work: (adapter: DBAdapter) => Promise<T>) => db.transact((tx) => work(adapterOver(tx, options)));
    const adapter: DBAdapter = {
      ...reads,
      create: (data) => write((inside) => inside.create(data)),
      update: (data) => write((inside) => inside.update(data)),
      updateMany: (data) => write((inside) => inside.updateMany(data)),
      delete: (data) => write((inside) => inside.delete(data)),
      deleteMany: (data) => write((inside) => inside.deleteMany(data)),
      consumeOne: (data) => write((inside) => inside.consumeOne(data)),
      incrementOne: (data) => write((inside) => inside.incrementOne(data)),
      transaction: (work) => work(adapter),
    };
    return adapter;
  };
}

function adapterOver(queryable: Queryable, options: BetterAuthOptions): DBAdapter {
  return drizzleAdapter(queryable, { provider: "sqlite", schema: { account, session, user, verification } })(options);
}
