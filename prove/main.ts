import { parseArgs } from "node:util";
import { useWorld } from "@/run/use-world";
import { connectWorld } from "./proving-world";
import { judge, type Row, type Verdict } from "./row";
import { ALLOCATION } from "./rows/allocation";
import { CLAIMS } from "./rows/claims";
import { FIGURE_1_AND_2 } from "./rows/figure-1-2";
import { FIGURE_6_AND_7 } from "./rows/figure-6-7";

// `npm run prove [-- --json] [ID ...]`: the acceptance rows on the running world, or on one of its own.

const ROWS: readonly Row[] = [...FIGURE_1_AND_2, ...FIGURE_6_AND_7, ...CLAIMS, ...ALLOCATION];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });

const { url, stateDir, stop } = await useWorld(say);
try {
  const verdicts = await proveAll(url, stateDir);
  if (values.json === true) console.log(JSON.stringify(verdicts, null, 2));
  const failed = verdicts.filter((verdict) => !verdict.pass).length;
  if (values.json !== true) console.log(`\n${verdicts.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || verdicts.length === 0 ? 1 : 0;
} finally {
  await stop();
}

async function proveAll(worldUrl: string, state: string): Promise<Verdict[]> {
  const world = await connectWorld(worldUrl, state);
  const wanted = ROWS.filter((row) => positionals.length === 0 || positionals.includes(row.id));
  const verdicts: Verdict[] = [];
  for (const row of wanted) {
    const verdict = await judge(row, world);
    verdicts.push(verdict);
    say(`${verdict.pass ? "pass" : "FAIL"}  ${verdict.id.padEnd(16)}  ${verdict.title}\n      ${verdict.evidence}`);
  }
  return verdicts;
}

/** With --json standard output is for machines alone. */
function say(line: string): void {
  if (values.json !== true) console.log(line);
}
