import { rmSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { migrateDatabase } from "@/db/client";
import { temporaryFolder } from "./alloc-world";

/** Something that allocates one pair at a time, durably. */
export interface PairPeer {
  allocate(): void;
  close(): void;
}

/** A prepared INSERT into the same table in a database of its own, one commit and one sync each, and nothing besides. */
export function rawInsert(): PairPeer {
  const folder = temporaryFolder();
  const file = join(folder, "peer.db");
  migrateDatabase(file, "db/migrations");
  const connection = connect(file);
  // The row that its foreign key asks for is not what is measured.
  connection.pragma("foreign_keys = OFF");
  const insert = connection.prepare(
    "insert into tag_pair (host_tag, customer_tag, state, held_at) values (?, ?, 'held', ?)",
  );
  let next = 0;
  return {
    allocate() {
      insert.run(1 + Math.floor(next / 4094), 1 + (next % 4094), Date.now());
      next += 1;
    },
    close() {
      connection.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** "Read the used ones, take the first gap", on the database that already holds the pairs. */
export function firstGap(file: string): PairPeer {
  const connection = connect(file);
  const used = connection.prepare<[], number>("select host_tag * 4096 + customer_tag from tag_pair order by 1").pluck();
  const insert = connection.prepare(
    "insert into tag_pair (host_tag, customer_tag, state, held_at) values (?, ?, 'held', ?)",
  );
  return {
    allocate() {
      connection.exec("begin immediate");
      const pair = gapIn(used.all());
      insert.run(Math.floor(pair / 4096), pair % 4096, Date.now());
      connection.exec("commit");
    },
    close: () => connection.close(),
  };
}

/** The lowest pair, as a number of 24 bits, that is not among the used ones, which rise. */
function gapIn(used: readonly number[]): number {
  let candidate = 4097;
  for (const pair of used) {
    if (pair !== candidate) return candidate;
    candidate = pair % 4096 === 4094 ? pair + 3 : pair + 1;
  }
  return candidate;
}

/** The same durability as the portal's own connection. */
function connect(file: string): Sqlite.Database {
  const connection = new Sqlite(file);
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("busy_timeout = 5000");
  return connection;
}
