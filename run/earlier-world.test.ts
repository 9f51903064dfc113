import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrateDatabase } from "@/db/client";
import { databaseFileOf } from "@/server/env";
import { putEarlierWorldAside } from "./earlier-world";

let root: string;
let stateDir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "dovetail-earlier-"));
  stateDir = join(root, "world");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const NOW = new Date(Date.UTC(2031, 4, 2, 10));

/** The migrations of another version: the same journal, other first statements. */
function earlierMigrations(): string {
  const folder = join(root, "migrations");
  const journal = {
    version: "7",
    dialect: "sqlite",
    entries: [{ idx: 0, version: "6", when: 1, tag: "0000_first", breakpoints: true }],
  };
  migrationFile(folder, "meta/_journal.json", JSON.stringify(journal));
  migrationFile(folder, "0000_first.sql", "create table earlier (id text)");
  return folder;
}

function migrationFile(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

test("a world of this version, and a directory without one, stay where they are", () => {
  expect(putEarlierWorldAside(stateDir, "db/migrations", NOW)).toBeNull();
  migrateDatabase(databaseFileOf(stateDir), "db/migrations");
  expect(putEarlierWorldAside(stateDir, "db/migrations", NOW)).toBeNull();
  expect(existsSync(databaseFileOf(stateDir))).toBe(true);
});

test("a world of an earlier version is put aside whole, and the sentence says where", () => {
  migrateDatabase(databaseFileOf(stateDir), earlierMigrations());
  const before = readFileSync(databaseFileOf(stateDir));
  expect(putEarlierWorldAside(stateDir, "db/migrations", NOW)).toContain("world-before-2031-05-02T10-00-00-000Z");
  expect(existsSync(stateDir)).toBe(false);
  const aside = readdirSync(root).find((name) => name.startsWith("world-before")) ?? "none";
  expect(readFileSync(databaseFileOf(join(root, aside))).equals(before)).toBe(true);
});
