import { sql } from "drizzle-orm";
import type { Work } from "./commit";

/**
 * Runs `change` inside the open transaction for what it finds out or refuses, and takes back everything that it wrote;
 * nobody is told of anything. What `change` throws, this throws.
 */
export async function rehearse<T>({ tx, ctx }: Work, change: (work: Work) => Promise<T>): Promise<T> {
  tx.run(sql`savepoint rehearsal`);
  try {
    return await change({ tx, ctx, announce: () => undefined });
  } finally {
    tx.run(sql`rollback to rehearsal`);
    tx.run(sql`release rehearsal`);
  }
}
