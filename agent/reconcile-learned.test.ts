import { afterEach, describe, expect, test } from "vitest";
import type { Actual } from "./actual";
import { HANDED_OVER } from "./arbitrary-states";
import type { Executor } from "./executor";
import { ManualClock, settle } from "./heartbeat.fixture";
import type { LearnedAddress } from "./iproute-read";
import { type DesiredState, desiredHash, desiredPort, type Mac, macAddress, mapEntry, segmentNumber } from "./protocol";
import { Reconciler } from "./reconcile";
import { simulate } from "./simulate";
import { SwitchView } from "./switch-view";

const ports = [1, 2].map((number) => desiredPort.parse({ number, kind: "client" }));
const [NEAR, FAR] = ports;
const segment = segmentNumber.parse(11);
const address = (last: number): Mac => macAddress.parse(`02:00:00:00:00:${String(last).padStart(2, "0")}`);

function state(number: number, limits: object | null): DesiredState {
  const open = { bandwidth: null, flood: null, macs: null, macQuota: null, carried: [] };
  const entries = ports.map(({ number: port }) =>
    mapEntry.parse({
      ...{ kind: "attachment", key: `${port}/10`, port, clientVlan: 10, hostTag: 100, customerTag: 200, segment },
      ...(limits === null || port === 2 ? {} : { profile: { ...open, ...limits } }),
    }),
  );
  const parts = { ports, links: [], transits: [], entries };
  return { number, hash: desiredHash(parts), ...parts };
}

/** A kernel that does what it is told and learns what a test says; each reading takes so long. */
class LearningKernel {
  actual: Actual = HANDED_OVER;
  learnedAddresses: LearnedAddress[] = [];
  readonly read: string[] = [];
  readonly told: string[] = [];
  readingMs = 0;
  failsNext = false;

  constructor(private readonly clock: ManualClock) {}

  readonly executor: Executor = {
    kernel: "a kernel for tests",
    run: async (argv, { stdin = "" } = {}) => {
      this.told.push(`${argv[0]} ${stdin}`);
      return { status: 0, stdout: "", stderr: "" };
    },
    stream: () => Promise.reject(new Error("Nothing is streamed here.")),
  };

  /** The bridge has an address at a port. */
  learn(at: (typeof ports)[number] | undefined, ...lasts: number[]): void {
    if (at === undefined) return;
    this.learnedAddresses.push(...lasts.map((last) => ({ port: at.number, segment, mac: address(last) })));
  }

  async whole() {
    return this.after("whole", () => ({ actual: this.actual, learned: [...this.learnedAddresses] }));
  }

  async rules() {
    return this.after("rules", () => ({ filters: this.actual.filters, ingress: this.actual.ingress }));
  }

  async learned() {
    return this.after("learned", () => [...this.learnedAddresses]);
  }

  private async after<T>(what: string, read: () => T): Promise<T> {
    this.read.push(what);
    if (this.readingMs > 0) await this.clock.sleep(this.readingMs);
    if (!this.failsNext) return read();
    this.failsNext = false;
    throw new Error("The bridge is gone.");
  }
}

let end = new AbortController();
afterEach(() => end.abort());

/** A reconciler that has made its switch what is desired. */
async function following(desired: DesiredState) {
  end = new AbortController();
  const clock = new ManualClock();
  const kernel = new LearningKernel(clock);
  const view = new SwitchView();
  const notes: string[] = [];
  const reconciler = new Reconciler(kernel.executor, kernel, clock, view, {
    looked: () => undefined,
    note: (sentence) => notes.push(sentence),
    applied: ({ applied }) => {
      kernel.actual = simulate(kernel.actual, applied);
      const forgotten = applied.flatMap((one) => (one.kind === "forget-addresses" ? [one.device] : []));
      kernel.learnedAddresses = kernel.learnedAddresses.filter(({ port }) => !forgotten.includes(`b-${port}`));
    },
  });
  reconciler.desire(desired);
  void reconciler.run(end.signal);
  const quiet = async () => {
    for (let turns = 0; turns < 50; turns += 1) await settle();
  };
  const learn = async (at: (typeof ports)[number] | undefined, ...lasts: number[]) => {
    kernel.learn(at, ...lasts);
    reconciler.addressLearned();
    await quiet();
  };
  await quiet();
  kernel.read.splice(0);
  kernel.told.splice(0);
  return { clock, kernel, view, notes, reconciler, learn, quiet };
}

describe("an address that a bridge has just learned", () => {
  test("is a known destination at once: learned addresses are read alone, and one rule is written", async () => {
    const { kernel, learn, notes } = await following(state(1, { flood: 64_000 }));
    await learn(FAR, 2);
    expect(kernel.read).toEqual(["learned", "learned", "rules"]);
    expect(kernel.told).toHaveLength(1);
    expect(kernel.told[0]).toMatch(/^tc filter add dev p-1 ingress chain .* dst_mac 02:00:00:00:00:02 .*\n$/);
    expect(notes).toEqual([]);
  });

  test("is told with the next report, and no entry looks wrong meanwhile", async () => {
    const desired = state(1, { macQuota: 1 });
    const { view, learn, clock } = await following(desired);
    await learn(NEAR, 1);
    const figures = view.figures(desired, clock.now());
    expect(figures?.macs).toEqual([{ port: 1, segment, mac: address(1) }]);
    expect(figures?.entries.map((entry) => entry.state)).toEqual(["present", "present"]);
    expect(figures?.strays).toEqual([]);
  });

  test("is not read where no rule depends on it", async () => {
    const { kernel, learn } = await following(state(1, null));
    await learn(FAR, 2);
    expect([kernel.read, kernel.told]).toEqual([[], []]);
  });

  test("leaves everything as it is where nothing follows from it", async () => {
    const { kernel, learn } = await following(state(1, { flood: 64_000 }));
    await learn(NEAR, 1);
    expect([kernel.read, kernel.told]).toEqual([["learned"], []]);
  });
});

describe("more addresses than a quota", () => {
  test("are forgotten at once, when those within it alone may send", async () => {
    const { kernel, view, learn } = await following(state(1, { macQuota: 2 }));
    await learn(NEAR, 1, 2, 3, 4, 5);
    expect(kernel.read).toEqual(["learned", "learned", "rules"]);
    expect(kernel.told.map((batch) => batch.split(" ", 3).join(" "))).toEqual(["tc filter add", "bridge fdb flush"]);
    expect(kernel.told[0]?.match(/src_mac \S+/g)).toEqual(["src_mac 02:00:00:00:00:01", "src_mac 02:00:00:00:00:02"]);
    expect(view.actual?.overfull).toEqual([]);
  });

  test("that came between are found by one more glance", async () => {
    const { clock, kernel, learn } = await following(state(1, { macQuota: 1 }));
    await learn(NEAR, 1, 2);
    kernel.told.splice(0);
    await learn(NEAR, 1, 3);
    expect(kernel.told).toEqual([]);
    await clock.pass(250);
    expect(kernel.told).toEqual(["bridge fdb flush dev b-1 vlan 11 master dynamic\n"]);
  });
});

describe("a glance", () => {
  test("gives way to a new desired state, and is made after it", async () => {
    const { clock, kernel, reconciler, learn, quiet } = await following(state(1, { flood: 64_000 }));
    kernel.readingMs = 100;
    await learn(FAR, 2);
    reconciler.desire(state(2, { flood: 128_000 }));
    await quiet();
    expect(kernel.read).toEqual(["learned"]);
    expect(kernel.told.join()).not.toContain("dst_mac");
    expect(kernel.told.join()).toContain("rate 128000bit");
    await clock.pass(2_000);
    expect(kernel.told.join()).toContain("dst_mac 02:00:00:00:00:02");
  });

  test("takes a share of time at most, and looks come as ever, however much is learned", async () => {
    const { clock, kernel, learn } = await following(state(1, { flood: 64_000 }));
    kernel.readingMs = 100;
    for (let ms = 0; ms < 12_000; ms += 20) {
      await learn(FAR, ms % 7);
      await clock.pass(20);
    }
    const count = (what: string) => kernel.read.filter((one) => one === what).length;
    const glances = count("learned");
    expect(glances).toBeGreaterThan(10);
    expect(glances).toBeLessThanOrEqual(12_000 / 400 + 8);
    expect(count("whole")).toBeGreaterThanOrEqual(3);
    expect(count("whole") + count("rules")).toBeGreaterThanOrEqual(8);
  });

  test("that fails is followed by a whole reading", async () => {
    const { clock, kernel, learn, notes } = await following(state(1, { flood: 64_000 }));
    kernel.failsNext = true;
    await learn(FAR, 2);
    expect(notes).toEqual(["The switch could not be read: The bridge is gone."]);
    await clock.pass(1_000);
    expect(kernel.read).toEqual(["learned", "whole", "whole"]);
    expect(kernel.told.join()).toContain("dst_mac 02:00:00:00:00:02");
  });

  test("does nothing after paths were chosen, until the whole is known again", async () => {
    const { clock, kernel, reconciler, learn, quiet } = await following(state(1, { flood: 64_000 }));
    kernel.readingMs = 100;
    await learn(FAR, 2);
    void reconciler.choose(new Map());
    await quiet();
    await clock.pass(150);
    expect(kernel.read).toEqual(["learned", "whole"]);
    await clock.pass(1_000);
    expect(kernel.told.join()).toContain("dst_mac 02:00:00:00:00:02");
  });
});
