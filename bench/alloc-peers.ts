import { rmSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { migrateDatabase } from "@/db/client";
import { PAIRS_A_HOST_TAG, temporaryFolder } from "./alloc-world";

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
      insert.run(1 + Math.floor(next / PAIRS_A_HOST_TAG), 1 + (next % PAIRS_A_HOST_TAG), Date.now());
      next += 1;
    },
    close() {
      connection.close();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Pair {
  readonly host_tag: number;
  readonly customer_tag: number;
}

/**
 * "Read the used ones, take the first gap", on the database that already holds the pairs: rows as the driver gives them,
 * in the order of the primary key, through no mapper. (Packed into one integer a row, the same million is read some six
 * times as fast; nobody with the habit does that.)
 */
export function firstGap(file: string): PairPeer {
  const connection = connect(file);
  const used = connection.prepare<[], Pair>(
    "select host_tag, customer_tag from tag_pair order by host_tag, customer_tag",
  );
  const insert = connection.prepare(
    "insert into tag_pair (host_tag, customer_tag, state, held_at) values (?, ?, 'held', ?)",
  );
  return {
    allocate() {
      connection.exec("begin immediate");
      const gap = gapIn(used.all());
      insert.run(gap.host_tag, gap.customer_tag, Date.now());
      connection.exec("commit");
    },
    close: () => connection.close(),
  };
}

/** The lowest pair that is not among the used ones, which rise. */
function gapIn(used: readonly Pair[]): Pair {
  let gap: Pair = { host_tag: 1, customer_tag: 1 };
  for (const { host_tag, customer_tag } of used) {
    if (host_tag !== gap.host_tag || customer_tag !== gap.customer_tag) return gap;
    const full = customer_tag === PAIRS_A_HOST_TAG;
    gap = full ? { host_tag: host_tag + 1, customer_tag: 1 } : { host_tag, customer_tag: customer_tag + 1 };
  }
  return gap;
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
