import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Stage } from "./agents-under-test";
import { activePath, cut, mend, type StreamCount, Streams, startFailoverStage } from "./failover-stage";

let stage: Stage;
let streams: Streams;

beforeAll(async () => {
  stage = await startFailoverStage();
  streams = await Streams.open(stage);
});
afterAll(() => stage?.stop());

/** Both ends say that they send by this path. */
const bothSendBy = (index: number) =>
  Promise.all(
    ["901", "902"].map((code) => stage.agent(code).portal.reported((report) => activePath(report) === index)),
  );

/** Each frame took one of the two ways to the far machine, or was lost where the line was cut. */
function expectNoneAstray({ sent, arrived, lost, doubled, straight, around, transit }: StreamCount) {
  expect(straight + around + lost).toBe(sent);
  expect(straight + around).toBe(arrived);
  expect(transit).toBe(around);
  expect(doubled).toBe(0);
}

/** The way changes to the path with this index while `act` is done in the middle of a stream. */
async function changing(index: number, act: () => Promise<unknown>) {
  const before = [stage.agent("901"), stage.agent("902")].map(({ portal }) => portal.reports.length);
  const seen = bothSendBy(index);
  const count = await streams.during(async () => {
    await act();
    await seen;
  });
  expectNoneAstray(count);
  const reports = await seen;
  const notes = before.map((length, at) => {
    const { portal } = stage.agent(at === 0 ? "901" : "902");
    return portal.reports.slice(length).flatMap((report) => report.notes);
  });
  return { count, notes, paths: reports.map((report) => report.paths) };
}

const fail = (...ends: string[]) => changing(1, () => Promise.all(ends.map((code) => cut(stage, code))));
const heal = (...ends: string[]) => changing(0, () => Promise.all(ends.map((code) => mend(stage, code))));

describe("a heartbeat program that is killed", () => {
  test("is begun again, no path is left for that, and no frame is lost", async () => {
    const { portal, kernel } = stage.agent("901");
    const before = portal.reports.length;
    const count = await streams.during(async () => {
      const { stdout } = await kernel.run(["pgrep", "-f", "p-5001/1201/1102"]);
      await kernel.run(["kill", "-KILL", ...stdout.split("\n").filter(Boolean)]);
      await portal.reported(({ notes }) => notes.some((note) => note.includes("They are begun again.")));
      await portal.reported(({ paths }) => paths.every(({ state }) => state === "up"));
    });
    expectNoneAstray(count);
    expect(count).toMatchObject({ lost: 0, around: 0 });
    expect(portal.reports.slice(before).map(activePath)).not.toContain(1);
  });
});

describe("a line between two edge switches", () => {
  test("that fails is left for the way through the third switch, by itself, and the lost frames are known", async () => {
    const { count, notes, paths } = await fail("901", "902");
    expect(count.lost).toBeGreaterThan(0);
    expect(count.straight).toBeGreaterThan(0);
    expect(count.around).toBeGreaterThan(0);
    expect(paths[0]?.map(({ tagOut, state, active }) => ({ tagOut, state, active }))).toEqual([
      { tagOut: 1201, state: "down", active: false },
      { tagOut: 1203, state: "up", active: true },
    ]);
    expect(notes[0]).toContain(
      "Pseudowire 5001 left path 1201 (link 31), no heartbeat for 250 ms: frames leave by path 1203 (link 32)",
    );
    expect(notes[1]).toContain(
      "Pseudowire 5001 left path 1102 (link 31), no heartbeat for 250 ms: frames leave by path 1104 (link 32)",
    );
  });

  test("that is there again is returned to after the hold time, and no frame is lost or doubled", async () => {
    const { count, notes } = await heal("901", "902");
    expect(count).toMatchObject({ lost: 0, doubled: 0 });
    expect(count.straight).toBeGreaterThan(0);
    expect(count.around).toBeGreaterThan(0);
    expect(notes[0]?.join()).toMatch(/went back to path 1201 \(link 31\), up for [0-9]+ s: frames left path 1203/);
  });

  test("that fails in the stream's direction alone is left by both ends, and returned to", async () => {
    const { count, notes } = await fail("901");
    expect(count.lost).toBeGreaterThan(0);
    expect(count.around).toBeGreaterThan(0);
    expect(notes[0]?.join()).toContain("left path 1201 (link 31), its far end hears nothing of ours: frames leave");
    expect(notes[1]?.join()).toContain("left path 1102 (link 31), no heartbeat for 250 ms: frames leave");
    expect((await heal("901")).count).toMatchObject({ lost: 0, doubled: 0 });
  });

  test("that fails in the other direction alone is left without losing a frame of the stream, and returned to", async () => {
    const { count, notes } = await fail("902");
    expect(count).toMatchObject({ lost: 0, doubled: 0 });
    expect(count.around).toBeGreaterThan(0);
    expect(notes[0]?.join()).toContain("left path 1201 (link 31), no heartbeat for 250 ms: frames leave");
    expect((await heal("902")).count).toMatchObject({ lost: 0, doubled: 0 });
  });
});

describe("an agent that begins again while the best line is down", () => {
  test("leaves frames on the way that they take, and loses none", async () => {
    await fail("901", "902");
    const { portal, start, stop } = stage.agent("901");
    const before = portal.reports.length;
    const count = await streams.during(async () => {
      await stop();
      start();
      await portal.reported(({ paths }) => paths.at(1)?.state === "up");
    });
    expectNoneAstray(count);
    expect(count).toMatchObject({ lost: 0, straight: 0 });
    expect(portal.reports.slice(before).map(activePath)).not.toContain(0);
  });
});
