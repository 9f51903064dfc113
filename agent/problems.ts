/** What a switch cannot hold of its desired state, and why, for the report. Pure. */
import type { Failure, Outcome } from "./apply";
import type { Comparison } from "./compare";
import type { Problem } from "./protocol";
import type { Scope } from "./scope";

/** What the kernel refused last, by the scope that it was for. */
export type Refusals = ReadonlyMap<string, Problem>;
export const NO_REFUSALS: Refusals = new Map();

const DETAIL_LENGTH = 500;
/** Words of the kernel and of iproute2 for something that this kernel was built without. */
const FEATURE_MISSING = [
  /not supported/i,
  /unknown device type/i,
  /failed to load tc/i,
  /tc classifier not found/i,
  /specified qdisc (kind is unknown|not found)/i,
  /cannot find (device type|filter|action)/i,
];

/** The refusals after an act: those of scopes that were tried again and refused no more are gone. */
export function refusalsAfter(before: Refusals, { applied, failures }: Outcome): Refusals {
  const after = new Map(before);
  for (const { scope } of applied) after.delete(scope.id);
  for (const failure of failures) after.set(failure.operation.scope.id, problemOf(failure));
  return after;
}

function problemOf({ operation, line, error }: Failure): Problem {
  const isMissing = FEATURE_MISSING.some((words) => words.test(error));
  const detail = isMissing
    ? `this kernel cannot "${line}": ${error}. Load the module, or use a kernel that has it`
    : `the kernel refused "${line}": ${error}`;
  const { object } = operation.scope;
  return { object, code: isMissing ? "feature_missing" : "refused_by_kernel", detail: detail.slice(0, DETAIL_LENGTH) };
}

/** Every part that cannot be realised now, each once: what is not given, and what was refused and still is not there. */
export function problemsOf({ differences }: Comparison, refusals: Refusals): Problem[] {
  const problems = new Map<string, Problem>();
  const note = (problem: Problem) => problems.set(`${problem.object} ${problem.code} ${problem.detail}`, problem);
  const open = new Set<Scope["id"]>(differences.map(({ scope }) => scope.id));
  for (const { scope, code, detail } of differences) {
    if (code !== undefined) note({ object: scope.object, code, detail: detail.slice(0, DETAIL_LENGTH) });
  }
  for (const [id, problem] of refusals) if (open.has(id)) note(problem);
  return [...problems.values()];
}
