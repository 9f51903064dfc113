import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { moduleProgram, runProgram } from "./command";
import type { SuiteResult } from "./summary";

const report = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }) });

/** Playwright against a running world. A test that passes only at the second try counts as failed. */
export async function runE2e(url: string, stateDir: string): Promise<SuiteResult> {
  const begun = Date.now();
  const file = join(stateDir, "e2e-report.json");
  const env = { DOVETAIL_URL: url, DOVETAIL_STATE: stateDir, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
  const status = await runProgram([moduleProgram("playwright"), "test", "--reporter=list,json"], env);
  const { passed, failed } = readReport(file, status);
  return { name: "end to end", passed, failed, seconds: (Date.now() - begun) / 1000 };
}

function readReport(file: string, status: number): { passed: number; failed: number } {
  try {
    const { stats } = report.parse(JSON.parse(readFileSync(file, "utf8")));
    const failed = stats.unexpected + stats.flaky;
    return { passed: stats.expected, failed: status === 0 ? failed : Math.max(1, failed) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
