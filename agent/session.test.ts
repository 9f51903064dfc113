import { pino } from "pino";
import { describe, expect, test } from "vitest";
import type { Clock } from "./clock";
import { type Portal, PortalError } from "./portal";
import { type DesiredState, desiredHash, NOTHING_DESIRED, type WatchReply, type WatchRequest } from "./protocol";
import { runSession } from "./session";

const STATE: DesiredState = {
  number: 1,
  hash: desiredHash(NOTHING_DESIRED),
  ports: [],
  links: [],
  transits: [],
  entries: [],
};
const NO_FRAMES = { ports: [], forMs: 0 };
const whole: WatchReply = { desired: { kind: "state", state: STATE }, frames: NO_FRAMES, tasks: [] };
const away = new PortalError("agent.portal_away", "The portal does not answer.");

/** Runs a session against scripted replies; ends when they are used up. */
async function converse(replies: readonly (WatchReply | PortalError)[], cached: DesiredState | null = null) {
  const told: string[] = [];
  const asked: WatchRequest[] = [];
  const waits: number[] = [];
  const end = new AbortController();
  let following = cached;
  const script = [...replies];
  const portal: Pick<Portal, "watch"> = {
    async watch(request) {
      asked.push(request);
      const reply = script.shift();
      if (script.length === 0) end.abort();
      if (reply === undefined || reply instanceof PortalError) throw reply ?? away;
      return reply;
    },
  };
  const clock: Clock = {
    now: () => 0,
    async sleep(ms) {
      waits.push(ms);
    },
  };
  await runSession(
    {
      portal: { ...portal, join: () => Promise.reject(away), report: () => Promise.reject(away) },
      clock,
      log: pino({ level: "silent" }),
      random: () => 0,
      async join() {
        told.push("join");
      },
      following: () => following,
      watching: () => [],
      onDesired(state) {
        following = state;
        told.push(`state ${state.number}`);
      },
      onFrames: () => undefined,
      onTask: (task) => told.push(`task ${task.id}`),
    },
    end.signal,
  );
  return { told, asked, waits };
}

describe("the conversation with the portal", () => {
  test("begins with what the agent already has", async () => {
    const { asked } = await converse([whole], STATE);
    expect(asked[0]?.have).toEqual({ number: 1, hash: STATE.hash });
  });

  test("begins anew with a join after each failure, and waits longer each time", async () => {
    const { told, waits } = await converse([away, away, away, whole]);
    expect(told.filter((word) => word === "join")).toHaveLength(4);
    expect(waits).toEqual([50, 100, 200]);
  });

  test("asks for the whole state when a reply cannot be believed", async () => {
    const wrong = { ...STATE, hash: "0".repeat(63).concat("1") };
    const { asked, told } = await converse([{ ...whole, desired: { kind: "state", state: wrong } }, whole], STATE);
    expect(asked.map(({ have }) => have)).toEqual([{ number: 1, hash: STATE.hash }, null]);
    expect(told).toEqual(["join", "join", "state 1"]);
  });

  test("does not hurry when the portal answers at once with nothing new", async () => {
    const nothing: WatchReply = { ...whole, desired: { kind: "unchanged" } };
    const { waits } = await converse([nothing, nothing], STATE);
    expect(waits).toEqual([200, 200]);
  });
});
