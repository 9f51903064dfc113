import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { vlan } from "@/db/schema/vlan";
import { rangesOverlap, readIpRange } from "../../domain/ip-range";
import { openTestWorld, type TestWorld } from "../../test-world";

let world: TestWorld;
let members: Awaited<ReturnType<TestWorld["member"]>>[];
let racks: string[];

beforeAll(async () => {
  world = openTestWorld();
  const { id: datacenterId } = await world.datacenter();
  members = [await world.member(), await world.member(), await world.member()];
  const made = members.map(({ api }) => api.racks.register({ name: "r", datacenterId, kind: "physical" }));
  racks = (await Promise.all(made)).map(({ id }) => id);
});

afterAll(() => world.close());

interface Declared {
  readonly owner: number;
  readonly vid: number;
  readonly cidr: string | null;
}

const RANGES = [
  "0.0.0.0/0",
  "10.0.0.0/8",
  "10.20.0.0/16",
  "10.20.30.0/24",
  "10.20.30.128/25",
  "192.168.0.0/24",
  "::/0",
  "2001:db8::/32",
];

const declared = fc.record({
  owner: fc.nat(2),
  vid: fc.integer({ min: 1, max: 4 }),
  cidr: fc.option(fc.constantFrom(...RANGES)),
});

function meet(a: string | null, b: string | null): boolean {
  const [one, other] = [readIpRange(a ?? ""), readIpRange(b ?? "")];
  return one.ok && other.ok && rangesOverlap(one.value, other.value);
}

/** How many tenants other than the owner have a VLAN that meets this one. */
function others(all: readonly Declared[], mine: Declared, meets: (other: Declared) => boolean): number {
  return new Set(all.filter((one) => one.owner !== mine.owner && meets(one)).map(({ owner }) => owner)).size;
}

test("each VLAN is told how many other tenants use its id and how many a range that meets its own", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(declared, { selector: ({ owner, vid }) => `${owner}/${vid}`, maxLength: 10 }),
      async (all) => {
        for (const { owner, vid, cidr } of all) {
          await members[owner]?.api.vlans.declare({ rackId: racks[owner] ?? "", vids: String(vid), cidr });
        }
        const seen = await world.operator.api.vlans.list();
        expect(seen).toHaveLength(all.length);
        for (const mine of all) {
          const view = seen.find(({ rack, vid }) => rack.id === racks[mine.owner] && vid === mine.vid);
          expect(view?.overlap).toEqual({
            sameVid: others(all, mine, ({ vid }) => vid === mine.vid),
            sameRange: others(all, mine, ({ cidr }) => meet(cidr, mine.cidr)),
          });
        }
        // A released VLAN meets nothing any more, so each run begins anew.
        await world.db.transact((tx) => tx.update(vlan).set({ releasedAt: world.clock.now }));
      },
    ),
    { numRuns: 30 },
  );
});
