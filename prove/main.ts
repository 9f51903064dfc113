import { parseArgs } from "node:util";
import { findOrStartWorld } from "@/run/find-or-start";
import { proveRows } from "./prove-rows";
import { connectWorld } from "./proving-world";

// `npm run prove [-- --json] [ID ...]`: the acceptance rows on the running world, or on one of its own.

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });

const used = await findOrStartWorld(say);
try {
  const verdicts = await proveRows(await connectWorld(used.url, used.stateDir), positionals, say);
  const failed = verdicts.filter((verdict) => !verdict.pass).length;
  say(`\n${verdicts.length - failed} passed, ${failed} failed`);
  if (values.json === true) console.log(JSON.stringify(verdicts, null, 2));
  process.exitCode = failed > 0 || verdicts.length === 0 ? 1 : 0;
} finally {
  await used.stop();
}

/** With --json standard output is for machines alone. */
function say(line: string): void {
  if (values.json !== true) console.log(line);
}
