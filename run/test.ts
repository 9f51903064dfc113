import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { runE2e } from "./suites/e2e";
import { runProve } from "./suites/prove";
import { printSummary, type SuiteResult } from "./suites/summary";
import { runVerify } from "./suites/verify";
import { runVitest } from "./suites/vitest";
import { startWorld } from "./world";

// `npm test`: everything, on a world of its own with a fresh database; ends with "N passed, N failed".

const STATE_DIR = resolve("var/test");

const results = await runVerify();
results.push(await runVitest("kernel tests", "kernel"));
results.push(...(await runWorldSuites()));
printSummary(results);

/** The suites that need the whole product running. */
async function runWorldSuites(): Promise<SuiteResult[]> {
  rmSync(STATE_DIR, { recursive: true, force: true });
  const begun = Date.now();
  try {
    const world = await startWorld({ stateDir: STATE_DIR, port: 0, log: console.log });
    try {
      return [await runProve(world.url, STATE_DIR), await runE2e(world.url, STATE_DIR)];
    } finally {
      await world.stop();
    }
  } catch (error) {
    console.error(error);
    return [{ name: "world", passed: 0, failed: 1, seconds: (Date.now() - begun) / 1000 }];
  }
}
