/** A statement takes 32,766 variables in SQLite and 65,535 in PostgreSQL; our widest row has some twenty. */
const ROWS_AT_ONCE = 500;

/** Inserts rows in statements of a size that every dialect takes; none for no rows. */
export async function insertRows<Row>(
  rows: readonly Row[],
  insert: (some: Row[]) => PromiseLike<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) await insert(rows.slice(from, from + ROWS_AT_ONCE));
}
