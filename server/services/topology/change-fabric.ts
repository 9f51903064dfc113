import { isDeepStrictEqual } from "node:util";
import { networkSwitch } from "@/db/schema/switch";
import type { Work } from "../event/commit";
import { appendChange } from "../map/append-change";
import { loadFabric } from "./fabric";
import { type FabricParts, fabricPartsOf } from "./fabric-parts";

/**
 * Runs a change of rows that join switches, and tells each switch what that changes for it: one numbered change a
 * switch, found by comparing what it had to hold before and after.
 */
export async function changeFabric<T>(work: Work, change: () => Promise<T>): Promise<T> {
  const before = await loadFabric(work.tx);
  const value = await change();
  const after = await loadFabric(work.tx);
  for (const { id } of await work.tx.select({ id: networkSwitch.id }).from(networkSwitch).orderBy(networkSwitch.id)) {
    const { left, entered } = difference(fabricPartsOf(before, id), fabricPartsOf(after, id));
    if (isDeepStrictEqual(left, entered)) continue;
    await appendChange(work, id, left, entered);
  }
  return value;
}

function difference(before: FabricParts, after: FabricParts): { left: FabricParts; entered: FabricParts } {
  return { left: partsWithout(before, after), entered: partsWithout(after, before) };
}

function partsWithout(parts: FabricParts, others: FabricParts): FabricParts {
  return {
    ports: missingFrom(others.ports, parts.ports),
    links: missingFrom(others.links, parts.links),
    transits: missingFrom(others.transits, parts.transits),
  };
}

function missingFrom<T>(others: readonly T[], items: readonly T[]): T[] {
  return items.filter((item) => !others.some((other) => isDeepStrictEqual(item, other)));
}
