import { describe, expect, test } from "vitest";
import type { Actual, ActualFilter } from "./actual";
import { HANDED_OVER } from "./arbitrary-states";
import { filterPlace } from "./filter";
import { HitLedger } from "./hits";
import { plan } from "./plan";
import { type DesiredState, desiredHash, desiredPort, mapEntry } from "./protocol";
import { simulate } from "./simulate";

const profile = {
  bandwidth: 8_000_000,
  flood: 400_000,
  macs: ["02:00:00:00:00:01"],
  macQuota: null,
  carried: ["lacp"],
};
const place = { kind: "attachment", key: "1/10", port: 1, clientVlan: 10, hostTag: 100, customerTag: 200, segment: 11 };

function switchWith(...rules: object[]): DesiredState {
  const ports = [desiredPort.parse({ number: 1, kind: "client" })];
  const parts = { ports, links: [], transits: [], entries: [mapEntry.parse({ ...place, profile, rules })] };
  return { number: 1, hash: desiredHash(parts), ...parts };
}

const drop = { id: "no-telnet", match: { ipProtocol: "tcp", destinationPort: 23 }, action: { kind: "drop" } };
const limit = { id: "slow-dns", match: { ipProtocol: "udp" }, action: { kind: "rate-limit", bandwidth: 64_000 } };
const never = { id: "never", match: { ipProtocol: "icmp", etherType: 0x0806 }, action: { kind: "drop" } };

/** The switch after a plan; each rule that `fits` counted so many frames that met it, and that came through. */
function counted(desired: DesiredState, fits: (item: ActualFilter) => boolean, met: number, frames: number): Actual {
  const actual = simulate(HANDED_OVER, plan(desired, HANDED_OVER));
  const filters = actual.filters.map((item) => (fits(item) ? { ...item, met, frames } : item));
  return { ...actual, filters };
}

const hitsOf = (ledger: HitLedger) =>
  Object.fromEntries(ledger.hits.map(({ what, frames, dropped }) => [what, [frames, dropped]]));

describe("hits", () => {
  test("every limit and every rule of the tenant has its line, those that nothing can meet too", () => {
    const ledger = new HitLedger();
    ledger.read(
      switchWith(drop, limit, never),
      counted(switchWith(drop, limit, never), () => true, 5, 5),
    );
    expect(hitsOf(ledger)).toEqual({
      ...{ "bandwidth in": [5, 0], "bandwidth out": [5, 0], flood: [5, 0], macs: [5, 5], control: [25, 15] },
      ...{ "no-telnet": [5, 5], "slow-dns": [5, 0], never: [0, 0] },
    });
  });

  test("what a limit dropped is what met it and did not come through", () => {
    const ledger = new HitLedger();
    const isLimit = ({ filter }: ActualFilter) => filter.actions.some(({ kind }) => kind === "police");
    ledger.read(switchWith(limit), counted(switchWith(limit), isLimit, 100, 60));
    expect(hitsOf(ledger)).toMatchObject({ "bandwidth in": [100, 40], flood: [100, 40], "slow-dns": [100, 40] });
  });

  test("a rule goes on counting when others are put beside it", () => {
    const ledger = new HitLedger();
    const isDrop = ({ filter }: ActualFilter) => filter.priority === 301;
    ledger.read(switchWith(drop), counted(switchWith(drop), isDrop, 7, 7));
    ledger.read(switchWith(drop, limit), counted(switchWith(drop, limit), isDrop, 9, 9));
    expect(hitsOf(ledger)["no-telnet"]).toEqual([16, 16]);
  });

  test("what the old rule counted last is not lost when others are put beside it", () => {
    const ledger = new HitLedger();
    const isDrop = ({ filter }: ActualFilter) => filter.priority === 301;
    const before = counted(switchWith(drop), isDrop, 7, 7);
    ledger.read(switchWith(drop), before);
    const after = simulate(before, plan(switchWith(drop, limit), before));
    const filters = after.filters.map((item) =>
      isDrop(item) && item.met === 7 ? { ...item, met: 12, frames: 12 } : item,
    );
    ledger.read(switchWith(drop, limit), { ...after, filters });
    expect(hitsOf(ledger)["no-telnet"]).toEqual([12, 12]);
  });

  test("a rule that was put in again in its place goes on counting", () => {
    const ledger = new HitLedger();
    const isDrop = ({ filter }: ActualFilter) => filter.priority === 301;
    const first = counted(switchWith(drop), isDrop, 7, 7);
    ledger.read(switchWith(drop), first);
    for (const item of first.filters.filter(isDrop)) ledger.renewed(filterPlace(item.filter));
    ledger.read(switchWith(drop), counted(switchWith(drop), isDrop, 8, 8));
    expect(hitsOf(ledger)["no-telnet"]).toEqual([15, 15]);
  });
});
