import type { Api } from "@/run/api";
import { until } from "@/run/until";
import type { Block, Step } from "@/server/domain/step-log-block";
import { stackText } from "@/server/domain/tag-stack";
import type { StepLogView } from "@/server/services/step-log/view";
import { must } from "./row";

/** What a block must have come to: "done", "not_needed", "no > 410". */
export type Expected = Partial<Record<Block, string>>;

/** A log is asked for so long, in ms, until it is as expected: agents report each second. */
const FOLLOW_WITHIN_MS = 20_000;

/** Waits until the blocks of an order's log have come to what is expected. @throws what they have come to instead */
export async function logWith(api: Api, id: string, expected: Expected): Promise<StepLogView> {
  let last: StepLogView | null = null;
  const found = await until(`the step log of ${id}`, FOLLOW_WITHIN_MS, async () => {
    last = await api.extensions.steps.query({ id });
    return differencesIn(last, expected).length === 0 ? last : null;
  }).catch(() => null);
  const log = found ?? last ?? (await api.extensions.steps.query({ id }));
  const wrong = differencesIn(log, expected);
  must(wrong.length === 0, wrong.join("; "));
  return log;
}

function differencesIn(log: StepLogView, expected: Expected): string[] {
  return stepsIn(log).flatMap((step) => {
    const wanted = expected[step.block];
    const { outcome } = step;
    const said = "reason" in outcome ? `: ${outcome.reason}` : "waitsFor" in outcome ? `: ${outcome.waitsFor}` : "";
    return wanted === undefined || wordOf(step) === wanted ? [] : [`${step.block} ${wordOf(step)}${said}`];
  });
}

/** A block's outcome in a word. */
function wordOf({ outcome }: Step): string {
  return outcome.kind === "decided" ? `${outcome.answer} > ${outcome.leadsTo}` : outcome.kind;
}

function stepsIn({ methods }: StepLogView): Step[] {
  return methods.flatMap(({ steps }) => [...steps]);
}

/** One block of a log. */
export function stepIn(log: StepLogView, block: Block): Step {
  const step = stepsIn(log).find((one) => one.block === block);
  must(step !== undefined, `the log has no block ${block}`);
  return step;
}

/** The tags that a block names, line by line: "S 100 · C 200". */
export function stacksIn(log: StepLogView, block: Block): string[] {
  return stepIn(log, block).evidence.flatMap(({ tags }) => (tags.length === 0 ? [] : [stackText(tags)]));
}

/** "408 no > 410, 410 done": these blocks as a sentence. */
export function blocksText(log: StepLogView, blocks: readonly Block[]): string {
  return blocks.map((block) => `${block} ${wordOf(stepIn(log, block))}`).join(", ");
}
