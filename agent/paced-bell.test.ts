import { expect, test } from "vitest";
import { ManualClock, settle } from "./heartbeat.fixture";
import { PacedBell } from "./paced-bell";

/** A bell whose every ring is answered, and when it was. */
function answered(clock: ManualClock, tookMs: number) {
  const end = new AbortController();
  const bell = new PacedBell(clock, 250, 4);
  const begun = clock.now();
  const times: number[] = [];
  const run = async () => {
    await bell.due(end.signal);
    while (!end.signal.aborted) {
      await bell.answer(() => {
        times.push(clock.now() - begun);
        return clock.sleep(tookMs);
      });
      await bell.due(end.signal);
    }
  };
  const running = run();
  const ring = () => {
    bell.ring();
    return settle();
  };
  return { ring, times, running, over: () => end.abort() };
}

test("the first ring is answered at once, and those that follow no more often than is allowed", async () => {
  const clock = new ManualClock();
  const { ring, times, over, running } = answered(clock, 10);
  await clock.pass(1_000);
  for (let ms = 0; ms < 1_000; ms += 50) {
    await ring();
    await clock.pass(50);
  }
  expect(times).toEqual([1_000, 1_250, 1_500, 1_750, 2_000]);
  over();
  await clock.pass(1_000);
  await running;
});

test("an answer that takes long is followed by a pause that is in proportion", async () => {
  const clock = new ManualClock();
  const { ring, times, over, running } = answered(clock, 200);
  for (let ms = 0; ms < 2_000; ms += 50) {
    await ring();
    await clock.pass(50);
  }
  expect(times).toEqual([0, 800, 1_600]);
  over();
  await clock.pass(1_000);
  await running;
});

test("what is rung during an answer is answered later, and once", async () => {
  const clock = new ManualClock();
  const { ring, times, over, running } = answered(clock, 10);
  await ring();
  await clock.pass(5);
  await ring();
  await ring();
  await clock.pass(2_000);
  expect(times).toEqual([0, 250]);
  over();
  await running;
});
