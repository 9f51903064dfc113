import { moduleProgram, runCheck } from "./command";
import type { SuiteResult } from "./summary";
import { runVitest } from "./vitest";

/** Format, lint with the layer rules, types, unit tests: what a change must pass before anything slower is asked. */
export async function runVerify(): Promise<SuiteResult[]> {
  return [
    await runCheck("format and lint", [moduleProgram("biome"), "ci", "."]),
    await runCheck("route types", [moduleProgram("next"), "typegen"]),
    await runCheck("types", [moduleProgram("tsc"), "--noEmit"]),
    await runVitest("unit tests", "unit"),
  ];
}
