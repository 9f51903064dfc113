import { afterEach, expect, test } from "vitest";
import { backoff } from "./backoff";
import { FakePrograms, ManualClock, settle } from "./heartbeat.fixture";
import { LearnedNews } from "./learned-news";

let end = new AbortController();
afterEach(() => end.abort());

/** News from programs of the test, and what came of it. */
async function listening(tally: string | null = "/tally") {
  end = new AbortController();
  const clock = new ManualClock();
  const programs = new FakePrograms();
  const notes: string[] = [];
  const heard = { count: 0 };
  const news = new LearnedNews(
    { executor: programs, tally, clock, wait: backoff(() => 0) },
    { learned: () => (heard.count += 1), note: (sentence) => notes.push(sentence) },
  );
  const running = news.run(end.signal);
  await settle();
  return { clock, programs, notes, heard, running };
}

test("news comes when the program listens, since something may have been learned before, and each time that it says so", async () => {
  const { programs, heard } = await listening();
  expect(programs.last.argv).toEqual(["/tally", "watch"]);
  await programs.last.say("listening");
  expect(heard.count).toBe(1);
  await programs.last.say("learned", "learned");
  expect(heard.count).toBe(3);
});

test("a program that ended is begun again, which is said once until it ran for long", async () => {
  const { clock, programs, notes } = await listening();
  await programs.last.end(1, "tally: watch: No such device\n");
  await clock.pass(1_000);
  await programs.last.end(1);
  await clock.pass(2_000);
  expect(programs.started).toHaveLength(3);
  expect(notes).toEqual(["News of learned addresses ended: tally: watch: No such device. It is begun again."]);
  await clock.pass(60_000);
  await programs.last.end(137);
  expect(notes[1]).toBe("News of learned addresses ended: it ended with 137. It is begun again.");
});

test("a program that says what it cannot say is another one: it is ended, and heard no more", async () => {
  const { clock, programs, notes, heard } = await listening();
  const [first] = programs.started;
  await first?.say("p-1 0 10 8100 1 flower");
  await first?.say("learned");
  expect([first?.isStopped, heard.count]).toEqual([true, 0]);
  expect(notes[0]).toContain('something unknown: "p-1 0 10 8100 1 flower"');
  await clock.pass(1_000);
  expect(programs.started).toHaveLength(2);
});

test("a kernel that is away is tried again", async () => {
  const { clock, programs, heard } = await listening();
  programs.isAway = true;
  await programs.last.end(129, "No lab answers.");
  await clock.pass(3_000);
  programs.isAway = false;
  await clock.pass(2_000);
  await programs.last.say("listening");
  expect(heard.count).toBe(1);
});

test("the program ends with the agent, and without its path none is begun", async () => {
  const { programs, notes, running } = await listening();
  end.abort();
  await running;
  expect([programs.last.isStopped, notes]).toEqual([true, []]);
  const other = await listening(null);
  await other.running;
  expect(other.programs.started).toEqual([]);
});
