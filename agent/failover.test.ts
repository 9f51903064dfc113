import { afterEach, describe, expect, test } from "vitest";
import { HANDED_OVER } from "./arbitrary-states";
import { Failover } from "./failover";
import { FakePrograms, ManualClock, settle } from "./heartbeat.fixture";
import { plan } from "./plan";
import { type DesiredState, desiredHash, desiredLink, desiredPort, type PortNumber, portNumber } from "./protocol";
import { simulate } from "./simulate";

const WIRE = portNumber.parse(5001);
const PATHS = [
  { link: 31, tagOut: 1201, tagIn: 1102 },
  { link: 32, tagOut: 1203, tagIn: 1104 },
];

/** A switch with one pseudowire over these paths, each by a line of its own. */
function state(paths: readonly object[] = PATHS): DesiredState {
  const line = (number: number) =>
    desiredLink.parse({ medium: "line", number, send: "q", accept: ["q"], farMac: null });
  const ports = [desiredPort.parse({ kind: "pseudowire", number: WIRE, paths })];
  const parts = { ports, links: [line(31), line(32)], transits: [], entries: [] };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

let end = new AbortController();
afterEach(() => end.abort());

/** A failover whose pseudowire is up on both paths, and all that came of it since. */
async function begun(heartbeat: string | null = "/heartbeat") {
  end = new AbortController();
  const clock = new ManualClock();
  const programs = new FakePrograms();
  const chosen: [PortNumber, number][][] = [];
  const notes: string[] = [];
  let reports = 0;
  let isKernelSlow = false;
  let letGo: () => void = () => undefined;
  const failover = new Failover(
    { executor: programs, clock, random: () => 0, heartbeat },
    {
      choose: (paths) => {
        chosen.push([...paths]);
        return isKernelSlow ? new Promise((resolve) => (letGo = resolve)) : Promise.resolve();
      },
      note: (sentence) => notes.push(sentence),
      changed: () => {
        reports += 1;
      },
    },
  );
  void failover.run(end.signal);
  const desire = async (desired: DesiredState) => {
    failover.desire(desired);
    failover.looked(desired, simulate(HANDED_OVER, plan(desired, HANDED_OVER)));
    await settle();
  };
  await desire(state());
  if (heartbeat !== null) await programs.last.say("listening", up(0), up(1));
  await clock.pass(10_000);
  const slowly = (is: boolean) => {
    isKernelSlow = is;
    if (!is) letGo();
    return settle();
  };
  const paths = () => failover.paths.map((path) => `${path.tagOut} ${path.state}${path.active ? " active" : ""}`);
  return { clock, programs, failover, desire, chosen, notes, paths, slowly, reports: () => reports };
}

const NAMES = ["p-5001 1201 1102", "p-5001 1203 1104"];
const up = (index: number) => `up ${NAMES[index]} 1700000000123`;
const down = (index: number, cause = "silent") => `down ${NAMES[index]} 1700000000456 ${cause}`;

describe("failover", () => {
  test("leaves a path that fell at once, says so, and reports it", async () => {
    const { programs, chosen, notes, paths, reports } = await begun();
    const before = reports();
    await programs.last.say(down(0));
    expect(chosen).toEqual([[[WIRE, 1]]]);
    expect(notes).toEqual([
      "Pseudowire 5001 left path 1201 (link 31), no heartbeat for 250 ms: frames leave by path 1203 (link 32)",
    ]);
    expect(paths()).toEqual(["1201 down", "1203 up active"]);
    expect(reports()).toBeGreaterThan(before);
  });

  test("says when it was the far end that heard nothing", async () => {
    const { programs, notes } = await begun();
    await programs.last.say(down(0, "one-way"));
    expect(notes[0]).toContain("left path 1201 (link 31), its far end hears nothing of ours: frames leave");
  });

  test("goes back when the hold time is over, without anything more being heard", async () => {
    const { clock, programs, chosen, notes, paths } = await begun();
    await programs.last.say(down(0));
    await programs.last.say(up(0));
    await clock.pass(1_999);
    expect(chosen).toHaveLength(1);
    await clock.pass(1);
    expect(chosen).toEqual([[[WIRE, 1]], []]);
    expect(notes[1]).toBe(
      "Pseudowire 5001 went back to path 1201 (link 31), up for 2 s: frames left path 1203 (link 32)",
    );
    expect(paths()).toEqual(["1201 up active", "1203 up"]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6])(
    "goes back though the hold time ends %i ms after something is heard, and looking takes time",
    async (before) => {
      const { clock, programs, chosen } = await begun();
      await programs.last.say(down(0));
      await programs.last.say(up(0));
      await clock.pass(2_000 - before);
      clock.lookMs = 1;
      await programs.last.say(up(1));
      await clock.pass(1_000);
      expect(chosen).toEqual([[[WIRE, 1]], []]);
    },
  );

  test("reports the path that the kernel sends by, not the one that it is to send by", async () => {
    const { programs, paths, slowly } = await begun();
    await slowly(true);
    await programs.last.say(down(0));
    expect(paths()).toEqual(["1201 down active", "1203 up"]);
    await slowly(false);
    expect(paths()).toEqual(["1201 down", "1203 up active"]);
  });

  test("stays where it is when the far end falls silent as a whole", async () => {
    const { clock, programs, chosen, notes, paths } = await begun();
    await programs.last.say(down(0), down(1));
    await clock.pass(60_000);
    await programs.last.say(up(1));
    await programs.last.say(up(0));
    await clock.pass(60_000);
    expect(chosen).toEqual([]);
    expect(notes).toEqual(["Pseudowire 5001 has no path that is up: frames go on leaving by path 1201 (link 31)"]);
    expect(paths()).toEqual(["1201 up active", "1203 up"]);
  });

  test("tells the kernel the new place of the path in use when the order of the paths changes", async () => {
    const { desire, chosen, notes, paths } = await begun();
    const better = { link: 32, tagOut: 1205, tagIn: 1106 };
    await desire(state([better, ...PATHS]));
    expect(chosen).toEqual([[[WIRE, 1]]]);
    expect(paths()).toEqual(["1205 unheard", "1201 up active", "1203 up"]);
    await desire(state(PATHS));
    expect(chosen).toEqual([[[WIRE, 1]], []]);
    expect(notes).toEqual([]);
  });

  test("forgets a pseudowire that is gone", async () => {
    const { desire, programs, paths } = await begun();
    const { ports: _, ...rest } = state();
    await desire({ ...rest, ports: [] });
    expect(programs.last.isStopped).toBe(true);
    expect(paths()).toEqual([]);
  });

  test("knows of each path since when it is as it is", async () => {
    const { programs, failover } = await begun();
    await programs.last.say(down(0));
    expect(failover.paths.map(({ since }) => since)).toEqual([1_700_000_000_456, 1_700_000_000_123]);
    await programs.last.say(down(0).replace("456", "999"));
    expect(failover.paths[0]?.since).toBe(1_700_000_000_456);
  });

  test("knows nothing of any path when the program cannot be run, and stays", async () => {
    const { clock, programs, chosen, paths } = await begun();
    programs.isAway = true;
    await programs.last.end(1, "killed");
    await clock.pass(60_000);
    expect(paths()).toEqual(["1201 unheard active", "1203 unheard"]);
    expect(chosen).toEqual([]);
  });

  test("without a heartbeat program sends by the first path, and hears of none", async () => {
    const { programs, chosen, paths } = await begun(null);
    expect([programs.started, chosen]).toEqual([[], []]);
    expect(paths()).toEqual(["1201 unheard active", "1203 unheard"]);
  });

  test("of an agent that begins again leaves frames on the path that they take until others are up", async () => {
    const { clock, failover, programs, chosen } = await begun();
    const next = new Failover(
      { executor: programs, clock, random: () => 0, heartbeat: "/heartbeat" },
      { choose: async (paths) => void chosen.push([...paths]), note: () => undefined, changed: () => undefined },
    );
    expect(failover.paths[0]?.active).toBe(true);
    next.desire(state(), new Map([[WIRE, 1]]));
    expect(chosen).toEqual([[[WIRE, 1]]]);
    expect(next.paths.map(({ active }) => active)).toEqual([false, true]);
  });
});
