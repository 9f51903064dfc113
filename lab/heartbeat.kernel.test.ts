import { dirname } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { StreamHandle } from "@/agent/executor";
import { lineSplitter } from "@/agent/executor-lines";
import { capture } from "./capture";
import { heartbeatProgram } from "./heartbeat-build";
import type { Lab } from "./lab";
import { SMALL_WORLD, temporaryLab } from "./temporary-lab";

let lab: Lab;
let program: string;

beforeAll(async () => {
  lab = await temporaryLab(SMALL_WORLD);
  program = await heartbeatProgram(dirname(lab.socketPath));
});
afterAll(() => lab?.stop());

/** A cable: its ends are the two ends of a pseudowire without anything in between. */
const NEAR = { namespace: "left", device: "eth0" };
const FAR = { namespace: "sw-1", device: "p-1" };
interface End {
  readonly namespace: string;
  readonly device: string;
}

/** A running heartbeat program, and what it said so far, without the time stamps. */
class Beating {
  readonly lines: string[] = [];
  words = "";
  status: number | null = null;
  private handle: StreamHandle | null = null;

  static async begin({ namespace, device }: End, ...paths: string[]): Promise<Beating> {
    const beating = new Beating();
    const split = lineSplitter((line) => beating.lines.push(line.replace(/ [0-9]{13}/, "")), 1_000);
    beating.handle = await lab.executor(namespace).stream([program, ...paths.map((path) => `${device}/${path}`)], {
      onStdout: split,
      onStderr: (chunk) => {
        beating.words += chunk.toString("utf8");
      },
      onEnd: (status) => {
        beating.status = status;
      },
    });
    return beating;
  }

  /** Waits for the last line to be this one. */
  async says(line: string): Promise<void> {
    await expect.poll(() => this.lines.at(-1), { timeout: 10_000 }).toBe(line);
  }

  async stop(): Promise<void> {
    this.handle?.stop();
    await expect.poll(() => this.status, { timeout: 10_000 }).not.toBeNull();
  }
}

const run = (end: End, ...argv: string[]) => lab.executor(end.namespace).run(argv);
/** Nothing leaves this end any more; the other direction goes on. */
const mute = (end: End) => run(end, "tc", "qdisc", "add", "dev", end.device, "root", "netem", "loss", "100%");
const unmute = (end: End) => run(end, "tc", "qdisc", "del", "dev", end.device, "root");

/** The next heartbeats that come in at the far end. */
async function heartbeats(count: number) {
  const heard = await capture(lab.executor(FAR.namespace), { device: FAR.device, direction: "in" });
  const packets = await heard.wait(count, 5_000);
  await heard.stop();
  return packets;
}

const [TO_FAR, TO_NEAR] = ["1204/1102", "1102/1204"];

describe("two heartbeat programs over one path", () => {
  let near: Beating;
  let far: Beating;

  beforeEach(async () => {
    await run(FAR, "ip", "link", "set", "p-1", "up");
    near = await Beating.begin(NEAR, TO_FAR);
    far = await Beating.begin(FAR, TO_NEAR);
    await near.says("up eth0 1204 1102");
    await far.says("up p-1 1102 1204");
  });
  afterEach(async () => {
    await Promise.all([near.stop(), far.stop()]);
    await Promise.all([unmute(NEAR), unmute(FAR)]);
  });

  test("say that it is down when nothing passes, and up when something does again", async () => {
    await Promise.all([mute(NEAR), mute(FAR)]);
    await near.says("down eth0 1204 1102 silent");
    await far.says("down p-1 1102 1204 silent");
    await Promise.all([unmute(NEAR), unmute(FAR)]);
    await near.says("up eth0 1204 1102");
    await far.says("up p-1 1102 1204");
  });

  test("both say that it is down when frames pass in one direction only", async () => {
    await mute(NEAR);
    await far.says("down p-1 1102 1204 silent");
    await near.says("down eth0 1204 1102 one-way");
  });

  test("say nothing when one is replaced by another that began before the first one ended", async () => {
    const next = await Beating.begin(NEAR, TO_FAR);
    await expect.poll(() => next.lines).toContain("listening");
    await near.stop();
    await next.says("up eth0 1204 1102");
    await next.stop();
    await far.says("down p-1 1102 1204 silent");
    expect(far.lines.slice(-2)).toEqual(["up p-1 1102 1204", "down p-1 1102 1204 silent"]);
  });

  test("take no standstill of the machine for the other's silence", async () => {
    const { stdout } = await run(FAR, "pgrep", "-f", program);
    const pids = stdout.split("\n").filter(Boolean);
    await run(FAR, "kill", "-STOP", ...pids);
    await run(FAR, "sleep", "0.8");
    await run(FAR, "kill", "-CONT", ...pids);
    await heartbeats(5);
    await Promise.all([mute(NEAR), mute(FAR)]);
    await near.says("down eth0 1204 1102 silent");
    expect(near.lines.slice(-2)).toEqual(["up eth0 1204 1102", "down eth0 1204 1102 silent"]);
    expect(far.lines.filter((line) => line.startsWith("down"))).toHaveLength(1);
  });

  test("send frames of the layout that their source says, untagged, with the path in the destination", async () => {
    const [first, second] = await heartbeats(2);
    const head = "02d07e0004b402d07e00044e88b5445648420101" + "04b4044e";
    expect(first?.bytes.toString("hex", 0, 24)).toBe(head);
    expect(first?.length).toBe(60);
    const [one, two] = [first, second].map((packet) => packet?.bytes.readUInt32BE(24) ?? 0);
    expect(two).toBe((one ?? 0) + 1);
  });

  test("take no other path's heartbeats for those of their own", async () => {
    await mute(NEAR);
    await near.says("down eth0 1204 1102 one-way");
    const stranger = await Beating.begin(NEAR, "1206/1102", "1204/1108");
    await expect.poll(() => stranger.lines.length, { timeout: 10_000 }).toBe(3);
    expect(stranger.lines.slice(1).sort()).toEqual(["down eth0 1204 1108 silent", "down eth0 1206 1102 silent"]);
    await stranger.stop();
  });
});

describe("a heartbeat program", () => {
  test.each([
    ["whose device is not there", "none", "1204/1102", "none"],
    ["whose path lacks a tag", "eth0", "1204", "eth0/1204"],
    ["whose path has a tag out of range", "eth0", "1204/15", "eth0/1204/15"],
  ])("%s ends and says which", async (_, device, path, words) => {
    const beating = await Beating.begin({ ...NEAR, device }, path);
    await expect.poll(() => beating.status, { timeout: 10_000 }).toBe(1);
    expect(beating.words).toContain(words);
  });

  test("whose device is taken away ends, so that it can begin on the new one", async () => {
    await run(NEAR, "ip", "link", "add", "gone", "type", "dummy");
    await run(NEAR, "ip", "link", "set", "gone", "up");
    const beating = await Beating.begin({ ...NEAR, device: "gone" }, TO_FAR);
    await beating.says("down gone 1204 1102 silent");
    await run(NEAR, "ip", "link", "del", "gone");
    await expect.poll(() => beating.status, { timeout: 10_000 }).toBe(1);
    expect(beating.words).toContain("gone");
  });
});
