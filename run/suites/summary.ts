/** The outcome of one suite. */
export interface SuiteResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Prints a line a suite and the closing line that sums them; a failure makes the exit status 1. */
export function printSummary(results: readonly SuiteResult[]): void {
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${name.padEnd(24)} ${count(passed)} passed ${count(failed)} failed ${seconds.toFixed(0).padStart(6)} s`,
    );
  }
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

function count(value: number): string {
  return String(value).padStart(5);
}
