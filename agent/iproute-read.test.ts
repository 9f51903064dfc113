import { expect, test } from "vitest";
import type { Executor } from "./executor";
import { readRules } from "./iproute-read";

const DROP = { kind: "gact", control_action: { type: "drop" }, cookie: "d07e", stats: { bytes: 92, packets: 2 } };
const PLACE = { protocol: "all", pref: 65_000, kind: "matchall", chain: 0 };
const TOLD = { ...PLACE, options: { handle: 1, actions: [DROP] } };

/** A kernel whose listing of p-1 names the place of its last rule and not the rule. */
function kernel(asked: string[]): Executor {
  return {
    kernel: "a kernel for tests",
    stream: () => Promise.reject(new Error("Nothing is streamed here.")),
    async run(_, { stdin = "" } = {}) {
      const isAsked = stdin.includes("filter get");
      if (isAsked) asked.push(stdin);
      return { status: 0, stdout: `${JSON.stringify(isAsked ? [PLACE, TOLD] : [PLACE])}\n`, stderr: "" };
    },
  };
}

test("a matchall rule that a listing leaves out is asked for by itself, and counted as any other", async () => {
  const asked: string[] = [];
  const filters = await readRules(kernel(asked), ["p-1"]);
  expect(filters).toMatchObject([{ filter: { priority: 65_000, match: { kind: "every" } }, ours: true, frames: 2 }]);
  expect(asked).toEqual(["filter get dev p-1 ingress protocol all pref 65000 chain 0 handle 1 matchall\n"]);
});
