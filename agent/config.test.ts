import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config";
import { readCache, writeCache } from "./desired-cache";
import { desiredHash, NOTHING_DESIRED } from "./protocol";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dovetail-agent-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function given(text: string) {
  const path = join(folder, "agent.json");
  await writeFile(path, text);
  return readConfig(path);
}

const COMPLETE = {
  portal: "http://127.0.0.1:3000",
  token: "t",
  switchCode: "116",
  executor: { kind: "local" },
  cacheFile: "/tmp/cache.json",
};

describe("a configuration", () => {
  test("needs no far ends outside of a lab, and no heartbeat program", async () => {
    expect(await given(JSON.stringify(COMPLETE))).toMatchObject({ farEnds: [], heartbeat: null, logLevel: "info" });
  });

  test.each([
    ["is not JSON", "{", "is not JSON"],
    ["lacks its token", JSON.stringify({ ...COMPLETE, token: undefined }), "token"],
    ["has a word that nobody knows", JSON.stringify({ ...COMPLETE, tokn: "x" }), "tokn"],
  ])("that %s is refused with the reason", async (_, text, words) => {
    await expect(given(text)).rejects.toThrow(words);
    await expect(given(text)).rejects.toBeInstanceOf(ConfigError);
  });

  test("that is not there is refused with the remedy", async () => {
    await expect(readConfig(join(folder, "none.json"))).rejects.toThrow("--config");
  });
});

describe("the cache of the desired state", () => {
  const state = { number: 3, hash: desiredHash(NOTHING_DESIRED), ports: [], links: [], transits: [], entries: [] };

  test("gives back what was written", async () => {
    const path = join(folder, "deep", "cache.json");
    await writeCache(path, state);
    expect(await readCache(path)).toEqual(state);
  });

  test("is nothing when it is absent, damaged, or its hash does not fit", async () => {
    const path = join(folder, "cache.json");
    expect(await readCache(path)).toBeNull();
    await writeFile(path, "{ half");
    expect(await readCache(path)).toBeNull();
    await writeFile(path, JSON.stringify({ ...state, hash: "0".repeat(64).replace("0", "1") }));
    expect(await readCache(path)).toBeNull();
  });
});
