import type { ProvingWorld } from "./proving-world";
import { judge, type Row, type Verdict } from "./row";
import { ALLOCATION } from "./rows/allocation";
import { CLAIMS } from "./rows/claims";
import { COPIES } from "./rows/copies";
import { FIGURE_1_AND_2 } from "./rows/figure-1-2";
import { FIGURE_6_AND_7 } from "./rows/figure-6-7";
import { HEALTH } from "./rows/health";
import { LINKS } from "./rows/links";
import { MACHINES } from "./rows/machines";
import { METHOD_FORM } from "./rows/method-form";
import { METHODS } from "./rows/methods";
import { MULTIPOINT } from "./rows/multipoint";
import { PARAGRAPHS } from "./rows/paragraphs";
import { PROBES } from "./rows/probes";
import { PROFILE_AND_RULES } from "./rows/profile-and-rules";
import { SERIES } from "./rows/series";
import { STATEMENTS } from "./rows/statements";
import { TAGS } from "./rows/tags";
import { WAYS } from "./rows/ways";

const ROWS: readonly Row[] = [
  ...FIGURE_1_AND_2,
  ...FIGURE_6_AND_7,
  ...LINKS,
  ...WAYS,
  ...HEALTH,
  ...MACHINES,
  ...MULTIPOINT,
  ...METHODS,
  ...CLAIMS,
  ...STATEMENTS,
  ...PROFILE_AND_RULES,
  ...COPIES,
  ...PROBES,
  ...METHOD_FORM,
  ...PARAGRAPHS,
  ...TAGS,
  ...SERIES,
  ...ALLOCATION,
];

/**
 * Proves rows one after the other: they share racks and resources.
 *
 * @param ids of the rows; none means all
 * @param say gets two lines a row as soon as it is judged
 */
export async function proveRows(
  world: ProvingWorld,
  ids: readonly string[],
  say: (line: string) => void,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const rows = ROWS.filter((one) => ids.length === 0 || ids.includes(one.id));
  for (const row of rows) {
    const verdict = await judge(row, world);
    verdicts.push(verdict);
    say(`${verdict.pass ? "pass" : "FAIL"}  ${verdict.id.padEnd(16)}  ${verdict.title}\n      ${verdict.evidence}`);
  }
  const cleanings = new Set(rows.flatMap(({ afterAll }) => afterAll ?? []));
  for (const clean of cleanings) await clean(world);
  return verdicts;
}
