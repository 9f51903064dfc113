import { describe, expect, test } from "vitest";
import { backoff } from "./backoff";
import type { Clock } from "./clock";
import { type Portal, PortalError } from "./portal";
import { portNumber, type ReportRequest, type SeenFrame } from "./protocol";
import { Reporter } from "./reporter";

const FIGURES = {
  number: 1,
  hash: "",
  readBackAgeMs: 0,
  entries: [],
  strays: [],
  counters: [],
  drops: [],
  hits: [],
  macs: [],
  alarms: [],
  paths: [],
  problems: [],
  capturing: [],
  machines: [],
};
const port = portNumber.parse(1);
const frame = (atMicros: number): SeenFrame => ({ port, direction: "in", atMicros, length: 60, bytes: "00" });
/** Waits are over at once. */
const clock: Clock = { now: () => 0, sleep: async () => undefined };

/** A reporter whose portal is away for the first `away` reports; ends after `count` that arrived. */
function reporting(away: number, count: number) {
  const arrived: ReportRequest[] = [];
  const end = new AbortController();
  let calls = 0;
  const portal: Portal = {
    join: () => Promise.reject(new Error("Nobody joins here.")),
    watch: () => Promise.reject(new Error("Nobody watches here.")),
    async report(request) {
      calls += 1;
      if (calls <= away) {
        reporter.refresh();
        throw new PortalError("agent.portal_away", "The portal is away.");
      }
      arrived.push(request);
      if (arrived.length === count) end.abort();
      return { ok: true };
    },
  };
  const reporter = new Reporter(portal, clock, () => FIGURES);
  return {
    reporter,
    arrived,
    run: () =>
      reporter.run(
        end.signal,
        backoff(() => 0),
      ),
  };
}

describe("reports", () => {
  test("what was seen and done while the portal was away arrives with the next one", async () => {
    const { reporter, arrived, run } = reporting(3, 1);
    reporter.seen(frame(1), false);
    reporter.note("Something was repaired.");
    reporter.taskDone({ id: "t1", error: null });
    await run();
    expect(arrived).toMatchObject([
      { frames: [{ atMicros: 1 }], notes: ["Something was repaired."], tasks: [{ id: "t1" }], framesLeftOut: 0 },
    ]);
  });

  test("of too many frames the newest stay, and the others are counted", async () => {
    const { reporter, arrived, run } = reporting(1, 1);
    for (let at = 0; at < 620; at += 1) reporter.seen(frame(at), at === 619);
    await run();
    expect(arrived[0]?.frames).toHaveLength(500);
    expect(arrived[0]?.frames.at(-1)?.atMicros).toBe(619);
    expect(arrived[0]?.framesLeftOut).toBe(120);
  });

  test("nothing is reported twice", async () => {
    const { reporter, arrived, run } = reporting(0, 1);
    reporter.seen(frame(1), true);
    await run();
    expect(arrived.flatMap(({ frames }) => frames)).toHaveLength(1);
  });
});
