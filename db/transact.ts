import type Sqlite from "better-sqlite3";
import type { Queryable } from "./client";

/** Runs `work` in one transaction: all of it is durable when the promise resolves, none of it is left when it rejects. */
export type Transact = <T>(work: (tx: Queryable) => Promise<T>) => Promise<T>;

interface Waiting {
  /** Runs the work inside the open transaction and says how to settle its caller once that is committed. */
  run(): Promise<() => void>;
  reject(error: unknown): void;
}

/** How many waiting units of work share one commit, and so one sync to disk. */
const GROUP = 64;

/**
 * Serialises writers on one connection. Units of work that wait at the same time share one BEGIN IMMEDIATE and one
 * COMMIT, each in a savepoint of its own, so that one sync pays for all and a failing one undoes only itself.
 * A second SQL dialect replaces this function and nothing else.
 */
export function createTransact(connection: Sqlite.Database, tx: Queryable): Transact {
  const waiting: Waiting[] = [];
  let draining = false;

  async function drain(): Promise<void> {
    draining = true;
    while (waiting.length > 0) await commitGroup(connection, waiting.splice(0, GROUP));
    draining = false;
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({
        reject,
        run: () =>
          inSavepoint(connection, () => work(tx)).then(
            (value) => () => resolve(value),
            (error) => () => reject(error),
          ),
      });
      if (!draining) void drain();
    });
}

async function commitGroup(connection: Sqlite.Database, group: readonly Waiting[]): Promise<void> {
  try {
    connection.exec("BEGIN IMMEDIATE");
    const settle: (() => void)[] = [];
    for (const unit of group) {
      settle.push(await unit.run());
      if (!connection.inTransaction) throw new Error("SQLite rolled the transaction back by itself");
    }
    connection.exec("COMMIT");
    for (const done of settle) done();
  } catch (error) {
    if (connection.inTransaction) connection.exec("ROLLBACK");
    for (const unit of group) unit.reject(error);
  }
}

async function inSavepoint<T>(connection: Sqlite.Database, work: () => Promise<T>): Promise<T> {
  connection.exec("SAVEPOINT unit");
  try {
    const value = await work();
    connection.exec("RELEASE unit");
    return value;
  } catch (error) {
    // A full disk or a failing one makes SQLite roll back everything by itself; the group then ends.
    if (connection.inTransaction) connection.exec("ROLLBACK TO unit; RELEASE unit");
    throw error;
  }
}
