import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { moduleProgram, runProgram } from "./command";
import type { SuiteResult } from "./summary";

const report = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numFailedTestSuites: z.number() });

/** Runs one vitest project; a file that can't even be loaded counts as a failure. */
export async function runVitest(name: string, project: "unit" | "kernel"): Promise<SuiteResult> {
  const begun = Date.now();
  const folder = mkdtempSync(join(tmpdir(), "dovetail-vitest-"));
  const file = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const status = await runProgram([moduleProgram("vitest"), "run", "--project", project, ...reporters]);
  const { passed, failed } = readReport(file, status);
  rmSync(folder, { recursive: true });
  return { name, passed, failed, seconds: (Date.now() - begun) / 1000 };
}

function readReport(file: string, status: number): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = report.parse(
      JSON.parse(readFileSync(file, "utf8")),
    );
    const failed = Math.max(numFailedTests, numFailedTestSuites);
    return { passed: numPassedTests, failed: status === 0 ? failed : Math.max(1, failed) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
