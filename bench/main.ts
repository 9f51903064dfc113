import { execFileSync } from "node:child_process";
import { cpus, release } from "node:os";
import { parseArgs } from "node:util";
import { ALLOC } from "./alloc";
import { APPLY } from "./apply";
import { FOOTPRINT } from "./footprint";
import { FORWARD } from "./forward";
import type { Benchmark, Figure } from "./measure";
import { ORDER_TO_FRAME } from "./order-to-frame";
import { OVERLAY } from "./overlay";
import { SCALE_SLOPE } from "./scale-slope";

// `npm run bench -- NAME ... [--json]`: each benchmark beside its peer, measured in the same run.

const BENCHMARKS: readonly Benchmark[] = [ALLOC, ORDER_TO_FRAME, APPLY, SCALE_SLOPE, FOOTPRINT, FORWARD, OVERLAY];
/** A run whose repetitions differ by more proves nothing in either direction. */
const SPREAD_MAX = 0.15;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
const wanted = BENCHMARKS.filter(({ name }) => positionals.includes(name));
if (wanted.length === 0 || wanted.length !== new Set(positionals).size) {
  console.error(`Say which: npm run bench -- ${BENCHMARKS.map(({ name }) => name).join("|")} [--json]`);
  process.exit(2);
}

say(
  `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}, Linux ${release()}, Node ${process.versions.node}, ${commit()}`,
);
const figures: Figure[] = [];
for (const { run } of wanted) figures.push(...(await run(say)));
if (values.json === true) console.log(JSON.stringify(figures, null, 2));
for (const figure of figures) say(lineOf(figure));
process.exitCode = figures.every(({ met }) => met) ? 0 : 1;

/** With --json standard output is for machines alone. */
function say(line: string): void {
  if (values.json !== true) console.log(line);
}

function lineOf({ name, metric, ours, peer, ratio, spread, goal, met }: Figure): string {
  const steady = spread <= SPREAD_MAX ? "" : ", unsteady";
  const measured = `ours ${rounded(ours)}, peer ${rounded(peer)}, ratio ${rounded(ratio)} (spread ${percent(spread)}${steady})`;
  return `${met ? "met " : "MISS"}  ${name}: ${metric}: ${measured}; goal: ${goal}`;
}

function rounded(value: number): string {
  return value.toLocaleString("en-GB", { maximumSignificantDigits: 3 });
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function commit(): string {
  try {
    return `commit ${execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim()}`;
  } catch {
    return "no commit";
  }
}
