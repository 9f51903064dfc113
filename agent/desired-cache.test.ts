import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cacheWriter, readCache } from "./desired-cache";
import { type DesiredState, desiredHash, NOTHING_DESIRED } from "./protocol";

const state = (number: number): DesiredState => ({
  number,
  hash: desiredHash(NOTHING_DESIRED),
  ...{ ports: [], links: [], transits: [], entries: [] },
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dovetail-cache-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the newest of states that follow each other is kept, and later ones as well", async () => {
  const path = join(folder, "desired.json");
  const keep = cacheWriter(path, (sentence) => expect.fail(sentence));
  for (const number of [1, 2, 3]) keep(state(number));
  await expect.poll(() => readCache(path)).toEqual(state(3));
  keep(state(4));
  await expect.poll(() => readCache(path)).toEqual(state(4));
});

test("a state that cannot be kept is said, and the next one is tried again", async () => {
  const said: string[] = [];
  const path = join(folder, "a-file", "desired.json");
  await writeFile(join(folder, "a-file"), "");
  const keep = cacheWriter(path, (sentence) => said.push(sentence));
  keep(state(1));
  await expect.poll(() => said.length).toBe(1);
  expect(said[0]).toContain("The desired state could not be kept in ");
  keep(state(2));
  await expect.poll(() => said.length).toBe(2);
});
