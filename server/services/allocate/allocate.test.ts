import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TagRange } from "../../domain/tag-allocation";
import { openTestWorld, refusalOf, type TestWorld } from "../../test-world";

// Small pools and a short rest, so that a few dozen steps fill a pool, empty it and outlive a quarantine.
const QUARANTINE_MS = 100;
const CUSTOMER_TAGS: TagRange = { first: 1, last: 5, start: 4 };
const HOST_TAGS = 3;

let world: TestWorld;

beforeAll(() => {
  world = openTestWorld({ allocation: { customerTags: CUSTOMER_TAGS, quarantineMs: QUARANTINE_MS } });
});

afterAll(() => world.close());

/** A pool as it should be, told by the rules alone: fresh tags in their order, then rested ones, oldest first. */
class PoolModel {
  private readonly held = new Map<string, number>();
  private resting: { tag: number; since: number }[] = [];

  constructor(private readonly fresh: number[]) {}

  /** The tags that may come next: one, or those that were released at the same time, or none. */
  candidates(now: number): number[] {
    const [next] = this.fresh;
    if (next !== undefined) return [next];
    const rested = this.resting.filter(({ since }) => since + QUARANTINE_MS <= now);
    const oldest = Math.min(...rested.map(({ since }) => since));
    return rested.filter(({ since }) => since === oldest).map(({ tag }) => tag);
  }

  take(holder: string, tag: number): void {
    expect([...this.held.values()]).not.toContain(tag);
    if (this.fresh[0] === tag) this.fresh.shift();
    this.resting = this.resting.filter((one) => one.tag !== tag);
    this.held.set(holder, tag);
  }

  release(holder: string, now: number): void {
    const tag = this.held.get(holder);
    if (tag === undefined) throw new Error(`${holder} holds nothing`);
    this.held.delete(holder);
    this.resting.push({ tag, since: now });
  }

  holders(): string[] {
    return [...this.held.keys()];
  }
}

/** How a pool is used: ask for a tag, give the n-th held one back, let time pass. */
type Step =
  | { readonly do: "take" }
  | { readonly do: "release"; readonly which: number }
  | { readonly do: "wait"; readonly ms: number };

const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Step>({ do: "take" }) },
    { weight: 3, arbitrary: fc.nat(9).map((which): Step => ({ do: "release", which })) },
    { weight: 2, arbitrary: fc.constantFrom(1, 50, 99, 100).map((ms): Step => ({ do: "wait", ms })) },
  ),
  { minLength: 10, maxLength: 40 },
);

interface RealPool {
  /** @returns holder and tag, or null when the pool is exhausted */
  take(): Promise<{ holder: string; tag: number } | null>;
  release(holder: string): Promise<unknown>;
}

async function compare(plan: readonly Step[], model: PoolModel, real: RealPool): Promise<void> {
  for (const step of plan) {
    if (step.do === "wait") world.clock.now += step.ms;
    if (step.do === "take") {
      const allowed = model.candidates(world.clock.now);
      const taken = await real.take();
      expect(taken === null).toBe(allowed.length === 0);
      if (taken === null) continue;
      expect(allowed).toContain(taken.tag);
      model.take(taken.holder, taken.tag);
    }
    const holders = model.holders();
    const holder = step.do === "release" ? holders[step.which % Math.max(1, holders.length)] : undefined;
    if (holder === undefined) continue;
    await real.release(holder);
    model.release(holder, world.clock.now);
  }
  for (const holder of model.holders()) await real.release(holder);
}

/** What a call gives, or null when it is refused because a pool is empty; any other refusal fails the test. */
async function unlessExhausted<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch {
    expect((await refusalOf(call)).code).toBe("exhausted");
    return null;
  }
}

test("customer tags: never two holders, never before the rest is over, exhausted exactly when none is left", async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      runs += 1;
      const hostTags = { first: 1000 + runs, last: 1000 + runs };
      const { id: datacenterId } = await world.datacenter({ hostTags, clientPorts: 1 });
      const { api } = await world.member();
      const rack = await api.racks.register({ name: "r", datacenterId, kind: "physical" });
      let vid = 0;
      await compare(plan, new PoolModel([4, 5, 1, 2, 3]), {
        async take() {
          vid += 1;
          const made = await unlessExhausted(api.vlans.declare({ rackId: rack.id, vids: String(vid) }));
          return made?.[0] === undefined ? null : { holder: made[0].id, tag: made[0].customerTag };
        },
        release: (id) => api.vlans.release({ id }),
      });
    }),
    { numRuns: 25 },
  );
});

test("host tags: never two holders, never before the rest is over, exhausted exactly when none is left", async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      runs += 1;
      const first = 2000 + runs * HOST_TAGS;
      const hostTags = { first, last: first + HOST_TAGS - 1 };
      const { id: datacenterId } = await world.datacenter({ hostTags, clientPorts: 60 });
      const { api } = await world.member();
      let name = 0;
      await compare(plan, new PoolModel([first, first + 1, first + 2]), {
        async take() {
          name += 1;
          const made = await unlessExhausted(api.racks.register({ name: `r${name}`, datacenterId, kind: "physical" }));
          return made === null ? null : { holder: made.id, tag: made.hostTag };
        },
        release: (id) => api.racks.release({ id }),
      });
    }),
    { numRuns: 25 },
  );
});
