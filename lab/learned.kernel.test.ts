/** What follows from newly learned addresses, on a switch whose agent never looks at it as a whole again. */
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backoff } from "@/agent/backoff";
import { type Clock, systemClock } from "@/agent/clock";
import type { Executor } from "@/agent/executor";
import { lineSplitter } from "@/agent/executor-lines";
import { KernelReader } from "@/agent/kernel-reader";
import { LearnedNews } from "@/agent/learned-news";
import type { Operation } from "@/agent/operation";
import { type DesiredState, desiredHash, desiredPort, mapEntry } from "@/agent/protocol";
import { Reconciler } from "@/agent/reconcile";
import { SwitchView } from "@/agent/switch-view";
import { attachment } from "./agents-under-test";
import { capture } from "./capture";
import { sendFrames } from "./frames";
import type { Lab } from "./lab";
import { MAC, SERVED_WORLD } from "./served-world";
import { tallyProgram } from "./tally-build";
import { temporaryLab } from "./temporary-lab";
import { switchNamespace } from "./world";

const QUOTA = 3;
const LIMITS = { bandwidth: null, flood: 64_000, macs: null, macQuota: QUOTA, carried: [] };
const hex = (mac: string) => mac.replaceAll(":", "");
const BODY = (octets: number) => `88b5${"cd".repeat(octets)}`;

/** Port 1 has limits; port 2 is in the same segment. */
function desired(): DesiredState {
  const ports = [1, 2].map((number) => desiredPort.parse({ number, kind: "client" }));
  const served = mapEntry.parse({ ...attachment(1, 10, "100.200", 11), profile: LIMITS });
  const parts = { ports, links: [], transits: [], entries: [served, attachment(2, 20, "100.200", 11)] };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

/** No time passes: the next look, due in a second, never is. */
const STANDING: Clock = {
  now: () => 0,
  sleep: (ms, signal) =>
    ms < 1_000
      ? systemClock.sleep(ms, signal)
      : new Promise((resolve) => signal?.addEventListener("abort", () => resolve())),
};

let lab: Lab;
let kernel: Executor;
let tally: string;

beforeAll(async () => {
  lab = await temporaryLab(SERVED_WORLD);
  kernel = lab.executor(switchNamespace("905"));
  tally = await tallyProgram(dirname(lab.socketPath));
  for (const [name, device] of Object.entries({ tagged: "v10", other: "v20", plain: "eth0" })) {
    await lab.executor(name).run(["ip", "link", "set", device, "arp", "off"]);
  }
});
afterAll(() => lab?.stop());

/** An agent's loop without its portal, once the switch is as desired. */
async function following() {
  const state = desired();
  const end = new AbortController();
  const view = new SwitchView();
  const commands: string[] = [];
  const applied: Operation[] = [];
  const lookers = new Set<() => void>();
  const look = () => {
    for (const one of [...lookers]) one();
  };
  const watched: Executor = {
    ...kernel,
    run: (argv, options) => {
      commands.push(argv.join(" "));
      return kernel.run(argv, options);
    },
  };
  const reconciler = new Reconciler(watched, new KernelReader(watched, tally), STANDING, view, {
    looked: look,
    note: () => undefined,
    applied: (outcome) => {
      applied.push(...outcome.applied);
      look();
    },
  });
  const news = new LearnedNews(
    { executor: kernel, tally, clock: STANDING, wait: backoff(() => 0) },
    { learned: () => reconciler.addressLearned(), note: () => undefined },
  );
  const until = (fits: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!fits()) return;
        lookers.delete(check);
        resolve();
      };
      lookers.add(check);
      check();
    });
  reconciler.desire(state);
  const running = Promise.all([reconciler.run(end.signal), news.run(end.signal)]);
  await until(() => {
    const comparison = view.compare(state);
    return comparison !== null && comparison.differences.length === 0 && comparison.strays.length === 0;
  });
  const wholeReadings = () => commands.filter((command) => command.startsWith("ip ")).length;
  const before = wholeReadings();
  return {
    done: (fits: (operation: Operation) => boolean) => until(() => applied.some(fits)),
    wholeReadings: () => wholeReadings() - before,
    async stop() {
      end.abort();
      await running;
    },
  };
}

const broadcastOf = (name: "other" | "tagged", mac: string, tag: string) =>
  sendFrames(lab.executor(name), {
    device: "eth0",
    frameHex: `${"ff".repeat(6)}${hex(mac)}8100${tag}${BODY(60)}`,
    count: 1,
  });

/** Frames from so many random addresses at port 1, as fast as they go. */
async function fake(count: number): Promise<void> {
  const argv = ["mausezahn", "eth0", "-q", "-c", String(count), "-a", "rand", "-b", MAC.other, "-Q", "10"];
  const more = ["-t", "udp", "dp=9", "-B", "192.168.0.2", "-p", "40"];
  expect((await lab.executor("tagged").run([...argv, ...more])).status).toBe(0);
}

async function learnedAt(device: string): Promise<number> {
  const { stdout } = await kernel.run(["bridge", "fdb", "show", "dynamic", "brport", device]);
  return stdout.split("\n").filter(Boolean).length;
}

describe("what a bridge has just learned", () => {
  test("is no unknown destination: a newly seen machine's frames pass by the limit of floods", async () => {
    const agent = await following();
    const isKnown = (operation: Operation) =>
      operation.kind === "add-filter" &&
      operation.filter.match.kind === "frame" &&
      operation.filter.match.keys.destination === MAC.other;
    await broadcastOf("other", MAC.other, "0014");
    await agent.done(isKnown);
    const out = await capture(lab.executor("other"), { device: "eth0", direction: "in", snapOctets: 64 });
    const frameHex = `${hex(MAC.other)}${hex(MAC.tagged)}8100000a${BODY(1_400)}`;
    await sendFrames(lab.executor("tagged"), { device: "eth0", frameHex, count: 100 });
    await out.wait(100, 5_000);
    const { packets } = await out.stop();
    expect(packets).toHaveLength(100);
    expect(agent.wholeReadings()).toBe(0);
    await agent.stop();
  });

  test("over a quota is forgotten, and what was there before it stays", async () => {
    const agent = await following();
    await broadcastOf("tagged", MAC.tagged, "000a");
    await fake(2_000);
    await agent.done(({ kind }) => kind === "forget-addresses");
    let most = Number.POSITIVE_INFINITY;
    while (most > QUOTA) most = await learnedAt("b-1");
    await fake(500);
    expect(await learnedAt("b-1")).toBeLessThanOrEqual(QUOTA);
    await broadcastOf("tagged", MAC.tagged, "000a");
    const { stdout } = await kernel.run(["bridge", "fdb", "show", "dynamic", "brport", "b-1"]);
    expect(stdout).toContain(MAC.tagged);
    expect(agent.wholeReadings()).toBe(0);
    await agent.stop();
  });
});

describe("the watching program", () => {
  /** Lines of the program as they come. */
  async function watching() {
    const lines: string[] = [];
    const looks = new Set<() => void>();
    const split = lineSplitter((line) => {
      lines.push(line);
      for (const look of looks) look();
    }, 100);
    const handle = await kernel.stream([tally, "watch"], { onStdout: split, onEnd: () => undefined });
    const said = (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => lines.length >= count && resolve();
        looks.add(look);
        look();
      });
    await said(1);
    return { lines, said, stop: () => handle.stop() };
  }

  const ip = async (...argv: string[]) => expect((await kernel.run(argv)).stderr).toBe("");

  test("says that an address was learned at a port of the switch, and nothing of others", async () => {
    const program = await watching();
    expect(program.lines).toEqual(["listening"]);
    await ip("bridge", "fdb", "add", "02:00:00:00:00:77", "dev", "b-1", "master", "static", "vlan", "11");
    await ip("ip", "link", "add", "foreign", "type", "bridge");
    await ip("ip", "link", "add", "f-1", "type", "veth", "peer", "name", "f-2");
    await ip("ip", "link", "set", "f-1", "master", "foreign", "up");
    await ip("ip", "link", "set", "f-2", "up");
    await ip("ip", "link", "set", "foreign", "up");
    await sendFrames(kernel, { device: "f-2", frameHex: `${"ff".repeat(6)}020000000078${BODY(60)}`, count: 1 });
    expect(await learnedAt("f-1")).toBe(1);
    await ip("ip", "neighbour", "add", "192.0.2.1", "lladdr", "02:00:00:00:00:79", "dev", "f-2");
    expect(program.lines).toEqual(["listening"]);
    await broadcastOf("other", "02:00:00:00:00:7a", "0014");
    await program.said(2);
    expect(program.lines).toEqual(["listening", "learned"]);
    program.stop();
    await ip("ip", "link", "delete", "f-1");
    await ip("ip", "link", "delete", "foreign");
    await ip("bridge", "fdb", "delete", "02:00:00:00:00:77", "dev", "b-1", "master", "vlan", "11");
  });

  test("says it seldom in a flood of addresses, and still says it afterwards", async () => {
    const program = await watching();
    const argv = ["mausezahn", "eth0", "-q", "-c", "20000", "-a", "rand", "-b", MAC.tagged, "-Q", "20"];
    await lab.executor("other").run([...argv, "-t", "udp", "dp=9", "-B", "192.168.0.1", "-p", "40"]);
    expect(await learnedAt("b-2")).toBeGreaterThan(10_000);
    const during = program.lines.length;
    expect(during).toBeGreaterThan(1);
    expect(during).toBeLessThan(200);
    await ip("bridge", "fdb", "flush", "dev", "b-2", "vlan", "11", "master", "dynamic");
    await broadcastOf("other", "02:00:00:00:00:7b", "0014");
    await program.said(during + 1);
    program.stop();
  });
});
