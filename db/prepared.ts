import { type Placeholder, sql } from "drizzle-orm";
import type { Queryable } from "./client";

/** A query that can be compiled and then run again and again with other values. */
interface Compilable<Result> {
  prepare(): { execute(values: Record<string, unknown>): PromiseLike<Result> };
}

/**
 * A query compiled once for each connection: to build and compile a statement takes many times as long as to run it, and
 * an order runs a dozen.
 *
 *   const rackWith = prepared(["id"], (db, { id }) => db.select().from(rack).where(eq(rack.id, id)));
 *   const [row] = await rackWith(tx, { id: "rack_7k3m9x2qbd" });
 *
 * @param names of the values that differ from run to run; they stand in the query as placeholders
 */
export function prepared<const Name extends string, Result>(
  names: readonly Name[],
  build: (db: Queryable, values: Readonly<Record<Name, Placeholder>>) => Compilable<Result>,
): (db: Queryable, values: Readonly<Record<Name, string | number>>) => PromiseLike<Result> {
  const compiled = new WeakMap<Queryable, ReturnType<Compilable<Result>["prepare"]>>();
  return (db, values) => {
    const statement = compiled.get(db) ?? build(db, placeholders(names)).prepare();
    compiled.set(db, statement);
    return statement.execute(values);
  };
}

/** Has every name: they are all that it is made from. */
function placeholders<Name extends string>(names: readonly Name[]): Record<Name, Placeholder> {
  const entries = names.map((name): [string, Placeholder] => [name, sql.placeholder<string>(name)]);
  return Object.fromEntries(entries) as Record<Name, Placeholder>;
}
