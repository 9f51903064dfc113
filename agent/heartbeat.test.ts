import { afterEach, describe, expect, test } from "vitest";
import { backoff } from "./backoff";
import { Heartbeat, KEEP_MS } from "./heartbeat";
import { FakePrograms, ManualClock, settle } from "./heartbeat.fixture";
import type { HeartbeatPath } from "./heartbeat-line";
import { datacenterTag, portNumber } from "./protocol";

const path = (tagOut: number, tagIn: number): HeartbeatPath => ({
  port: portNumber.parse(5001),
  tagOut: datacenterTag.parse(tagOut),
  tagIn: datacenterTag.parse(tagIn),
});
const [FIRST, SECOND] = [path(1201, 1102), path(1203, 1104)];
const [UP, DOWN] = ["up p-5001 1201 1102 7", "down p-5001 1201 1102 8 silent"];

let end = new AbortController();
afterEach(() => end.abort());

/** Heartbeats with programs of the test, and what came of them. */
function beating() {
  end = new AbortController();
  const clock = new ManualClock();
  const programs = new FakePrograms();
  const heard: string[] = [];
  const notes: string[] = [];
  const wait = backoff(() => 0);
  const heartbeat = new Heartbeat(
    { executor: programs, program: "/heartbeat", clock, wait },
    {
      event: ({ tagOut, state }) => heard.push(`${state} ${tagOut}`),
      deaf: () => heard.push("deaf"),
      note: (sentence) => notes.push(sentence),
    },
  );
  const running = heartbeat.run(end.signal);
  const listen = async (...paths: HeartbeatPath[]) => {
    heartbeat.listen(paths);
    await settle();
  };
  return { clock, programs, heard, notes, listen, running };
}

/** One path, and a program that listens on it. */
async function begun() {
  const all = beating();
  await all.listen(FIRST);
  const program = all.programs.last;
  await program.say("listening", UP);
  return { ...all, program };
}

describe("heartbeats", () => {
  test("begin with the first path, and say what the program says", async () => {
    const { programs, program, heard, listen } = await begun();
    expect(program.argv).toEqual(["/heartbeat", "p-5001/1201/1102"]);
    await program.say(DOWN);
    expect(heard).toEqual(["up 1201", "down 1201"]);
    await listen(FIRST);
    expect(programs.started).toHaveLength(1);
  });

  test("on other paths are begun by a second program, and the first goes on until that one listens", async () => {
    const { programs, program, heard, listen } = await begun();
    await listen(FIRST, SECOND);
    const next = programs.last;
    expect(next.argv.slice(1)).toEqual(["p-5001/1201/1102", "p-5001/1203/1104"]);
    await program.say(DOWN, UP);
    expect([program.isStopped, heard]).toEqual([false, ["up 1201", "down 1201", "up 1201"]]);
    await next.say("listening");
    await program.say(DOWN);
    await next.say("up p-5001 1203 1104 9");
    expect([program.isStopped, next.isStopped]).toEqual([true, false]);
    expect(heard.slice(3)).toEqual(["up 1203"]);
  });

  test("end when there is no path any more, and when the agent ends", async () => {
    const { programs, program, listen, running } = await begun();
    await listen();
    expect(program.isStopped).toBe(true);
    await listen(SECOND);
    await programs.last.say("listening");
    end.abort();
    await running;
    expect(programs.last.isStopped).toBe(true);
  });

  test("whose paths change while a program begins end up on the newest ones", async () => {
    const { programs, listen } = await begun();
    await listen(FIRST, SECOND);
    await listen(SECOND);
    await programs.last.say("listening");
    expect(programs.last.argv.slice(1)).toEqual(["p-5001/1203/1104"]);
    await programs.last.say("listening");
    expect(programs.started.map(({ isStopped }) => isStopped)).toEqual([true, true, false]);
  });
});

describe("a program that ended by itself", () => {
  test("is begun again, which is said once", async () => {
    const { clock, programs, program, notes } = await begun();
    await program.end(1, "heartbeat: p-5001: No such device\n");
    programs.isAway = true;
    await clock.pass(1_000);
    programs.isAway = false;
    await clock.pass(1_000);
    expect(programs.started).toHaveLength(2);
    expect(notes).toEqual(["Heartbeats ended: heartbeat: p-5001: No such device. They are begun again."]);
  });

  test("leaves what it said in place: a path that comes up again was never down", async () => {
    const { clock, programs, program, heard } = await begun();
    await program.end(137);
    await clock.pass(100);
    await programs.last.say("listening", DOWN);
    await programs.last.say(UP);
    await clock.pass(2 * KEEP_MS);
    expect(heard).toEqual(["up 1201", "up 1201"]);
  });

  test("does not hide a path that is down indeed, but for the hold time", async () => {
    const { clock, programs, program, heard } = await begun();
    await program.end(137);
    await clock.pass(100);
    await programs.last.say("listening", DOWN);
    await clock.pass(KEEP_MS - 101);
    expect(heard).toEqual(["up 1201"]);
    await clock.pass(1);
    expect(heard).toEqual(["up 1201", "down 1201"]);
    await programs.last.say(UP, DOWN);
    expect(heard.slice(2)).toEqual(["up 1201", "down 1201"]);
  });

  test("and cannot be begun again leaves nothing known after the hold time", async () => {
    const { clock, programs, program, heard } = await begun();
    programs.isAway = true;
    await program.end(137);
    await clock.pass(KEEP_MS);
    expect(heard).toEqual(["up 1201", "deaf"]);
    programs.isAway = false;
    await clock.pass(5_000);
    await programs.last.say("listening", UP);
    expect(heard.slice(2)).toEqual(["up 1201"]);
  });

  test("while a second one began is no loss", async () => {
    const { clock, programs, program, heard, notes, listen } = await begun();
    await listen(FIRST, SECOND);
    await program.end(137);
    await programs.last.say("listening", UP);
    await clock.pass(2 * KEEP_MS);
    expect(programs.started).toHaveLength(2);
    expect(heard).toEqual(["up 1201", "up 1201"]);
    expect(notes).toHaveLength(1);
  });

  test("or says what it cannot say is another program: it is ended and begun again", async () => {
    const { clock, programs, program, notes } = await begun();
    await program.say("segmentation fault");
    expect(program.isStopped).toBe(true);
    expect(notes[0]).toContain('something unknown: "segmentation fault"');
    await clock.pass(1_000);
    expect(programs.started).toHaveLength(2);
  });

  test("again and again is begun ever more seldom", async () => {
    const { clock, programs, listen } = beating();
    await listen(FIRST);
    for (let ended = 0; ended < 60; ended += 1) {
      const { length } = programs.started;
      await programs.last.say("listening");
      await programs.last.end(1);
      while (programs.started.length === length) await clock.pass(100);
    }
    expect(clock.now() - new ManualClock().now()).toBeGreaterThan(50_000);
  });
});
