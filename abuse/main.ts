import { parseArgs } from "node:util";
import { type Case, type Verdict, verdictOf } from "./case";
import { ABUSE_CASES, FAULT_CASES } from "./cases";
import { startAbuseStage } from "./stage";

// `npm run abuse|fault -- NAME ... [--json]`, or `-- list`. Each case has a lab of its own. Status 1 when one fails.

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
const [kind = "", ...names] = positionals;
const cases = kind === "fault" ? FAULT_CASES : ABUSE_CASES;
const wanted = cases.filter(({ name }) => names.includes(name));

if (names.length === 1 && names[0] === "list") list(cases);
else if (names.length === 0 || wanted.length !== new Set(names).size) refuse();
else process.exitCode = (await runAll(wanted)) ? 0 : 1;

function list(all: readonly Case[]): void {
  if (values.json === true) console.log(JSON.stringify(all.map(({ name, title }) => ({ name, title }))));
  else for (const { name, title } of all) console.log(`${name.padEnd(12)} ${title}`);
}

function refuse(): void {
  const known = [...cases.map(({ name }) => name), "list"].join("|");
  console.error(`Say which: npm run ${kind} -- ${known} [--json]`);
  process.exitCode = 2;
}

/** True when every one passed. */
async function runAll(chosen: readonly Case[]): Promise<boolean> {
  const verdicts: Verdict[] = [];
  for (const one of chosen) verdicts.push(await runOne(one));
  if (values.json === true) console.log(JSON.stringify(verdicts.length === 1 ? verdicts[0] : verdicts, null, 2));
  return verdicts.every(({ pass }) => pass);
}

async function runOne(one: Case): Promise<Verdict> {
  const stage = await startAbuseStage(one.world);
  try {
    say(`${one.name}: ${one.title}`);
    const verdict = verdictOf(one.name, await one.run(stage, "full"));
    for (const { what, value, goal, met } of verdict.figures)
      say(`  ${met ? "ok  " : "FAIL"} ${what}: ${value} (${goal})`);
    say(`${verdict.pass ? "passed" : "FAILED"}  ${one.name}`);
    return verdict;
  } finally {
    await stage.stop();
  }
}

/** With --json standard output is for machines alone. */
function say(line: string): void {
  if (values.json !== true) console.log(line);
}
