import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agentToken, deriveSecret, worldSecret } from "./secret";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dovetail-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a world makes its secret once and keeps it where its owner alone can read it", () => {
  const state = join(folder, "new", "world");
  const secret = worldSecret(state);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(worldSecret(state)).toBe(secret);
  expect(readFileSync(join(state, "secret"), "utf8")).toBe(secret);
  expect(statSync(join(state, "secret")).mode & 0o777).toBe(0o600);
});

test("two worlds have two secrets, and a secret's children differ by purpose", () => {
  const secret = worldSecret(join(folder, "a"));
  expect(worldSecret(join(folder, "b"))).not.toBe(secret);
  expect(agentToken(secret, "116")).not.toBe(agentToken(secret, "212"));
  expect(deriveSecret(secret, "sign-in")).not.toBe(secret);
});
