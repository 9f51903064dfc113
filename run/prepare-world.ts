import { migrateDatabase, openDatabase } from "@/db/client";
import { seedDemoWorld } from "@/db/seed";
import { databaseFileOf } from "@/server/env";
import { worldSecret } from "@/server/secret";
import { renewDesired } from "@/server/services/map/renew";
import { putEarlierWorldAside } from "./earlier-world";

const MIGRATIONS = "db/migrations";

/**
 * Brings the database of a state directory up to date and puts the demo world into it; does nothing where both are done.
 * The world of an earlier version is put aside first; of one that stays the switches are told what it means to this version.
 *
 * @returns the agents' tokens by switch code
 */
export async function prepareWorld(stateDir: string): Promise<{ tokens: Readonly<Record<string, string>> }> {
  const aside = putEarlierWorldAside(stateDir, MIGRATIONS, new Date());
  if (aside !== null) console.log(aside);
  const file = databaseFileOf(stateDir);
  migrateDatabase(file, MIGRATIONS);
  const db = openDatabase(file);
  try {
    const seeded = await seedDemoWorld({ db, secret: worldSecret(stateDir) });
    await renewDesired(db);
    return seeded;
  } finally {
    db.close();
  }
}
