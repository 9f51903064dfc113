import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Database, migrateDatabase, openDatabase } from "./client";

/** Where the migrations of this source tree stand. */
export const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));

/** A migrated database of its own in a temporary folder; `close` removes both. */
export function openTestDatabase(): Database & { readonly file: string } {
  const folder = mkdtempSync(join(tmpdir(), "dovetail-"));
  const file = join(folder, "dovetail.db");
  migrateDatabase(file, MIGRATIONS);
  const db = openDatabase(file);
  return {
    ...db,
    file,
    close() {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}
