import Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTransact } from "@/db/transact";
import { openTestWorld, type TestWorld } from "../../test-world";
import type { ServiceContext } from "../context";
import { listOverlaps } from "../overlap/list";
import { registerRack } from "../rack/register";
import { releaseRack } from "../rack/release";
import { declareVlans } from "../vlan/declare";
import { previewVlans } from "../vlan/preview";
import { releaseVlan } from "../vlan/release";

/** Tables that grow with the number of tenants and orders. */
const GROWING = ["host_tag", "tag_pair", "vlan", "client_system", "extension", "audit"];

let world: TestWorld;
let connection: Sqlite.Database;
let ctx: ServiceContext;
const seen = new Map<string, readonly unknown[]>();

beforeEach(async () => {
  world = openTestWorld();
  connection = new Sqlite(world.db.file);
  const logger = { logQuery: (query: string, params: unknown[]) => void seen.set(query, params) };
  const queryable = drizzle(connection, { logger });
  const member = await world.member();
  ctx = { ...member.ctx, db: { ...world.db, read: queryable, transact: createTransact(connection, queryable) } };
});

afterEach(() => {
  connection.close();
  world.close();
});

/** Steps that read a growing table from end to end, or sort a pool to find its next tag, in SQLite's own words. */
function slowStepsOf(query: string, params: readonly unknown[]): string[] {
  const steps = connection.prepare<unknown[], { detail: string }>(`explain query plan ${query}`).all(...params);
  const scan = new RegExp(`^SCAN (${GROWING.join("|")})\\b`);
  // An index walked from its end without a filter stops at its first row.
  if (/^(?!.* where ).*limit \?$/.test(query))
    return steps.flatMap(({ detail }) => (/INDEX/.test(detail) ? [] : detail));
  const ofPool = /from "(host_tag|tag_pair)"/.test(query);
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => scan.test(detail) || (ofPool && detail.includes("TEMP B-TREE")));
}

test("registering, declaring, previewing and releasing read no growing table from end to end", async () => {
  const { id: datacenterId } = await world.datacenter();
  seen.clear();
  const rack = await registerRack({ ctx, input: { name: "r", datacenterId, kind: "physical" } });
  await previewVlans({ ctx, input: { rackId: rack.id, vids: "10,11" } });
  const [made] = await declareVlans({ ctx, input: { rackId: rack.id, vids: "10", cidr: "10.0.0.0/8" } });
  await listOverlaps({ ctx });
  await releaseVlan({ ctx, input: { id: made?.id ?? "" } });
  await releaseRack({ ctx, input: { id: rack.id } });
  const statements = [...seen].filter(([query]) => !query.startsWith("insert"));
  expect(statements.length).toBeGreaterThan(15);
  expect(
    statements.flatMap(([query, params]) => slowStepsOf(query, params).map((step) => `${step}: ${query}`)),
  ).toEqual([]);
});
