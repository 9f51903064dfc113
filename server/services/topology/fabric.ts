import { type DatacenterTag, type Mac, probeAddress, transitProbeAddress } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { networkSwitch } from "@/db/schema/switch";
import { type LinkRow, loadLinks } from "./links";
import { loadPseudowires, type Pseudowire } from "./pseudowires";
import { loadSeries, type NumberedPort, type Series } from "./series";
import { loadTrunks, type Trunk } from "./trunks";

/** What joins switches, whole: dozens of rows, read at once where ways are looked for. */
export interface Fabric {
  readonly trunks: readonly Trunk[];
  readonly links: readonly LinkRow[];
  readonly pseudowires: readonly Pseudowire[];
  readonly series: Series;
  /** Number of each switch in the federation, by its id. */
  readonly switchNumbers: ReadonlyMap<string, number>;
}

/** Reads what joins the switches. */
export async function loadFabric(db: Queryable): Promise<Fabric> {
  return {
    trunks: await loadTrunks(db),
    links: await loadLinks(db),
    pseudowires: await loadPseudowires(db),
    series: await loadSeries(db),
    switchNumbers: await loadSwitchNumbers(db),
  };
}

async function loadSwitchNumbers(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const rows = await db.select({ id: networkSwitch.id, number: networkSwitch.number }).from(networkSwitch);
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** The address of the probe point at a port. */
export function probeAt(fabric: Fabric, { switchId, number }: NumberedPort): Mac {
  return probeAddress(switchNumberOf(fabric, switchId), number);
}

/** The address of the probe point of a switch for frames that it passes on under a tag 3. */
export function transitProbeAt(fabric: Fabric, switchId: string, tag: DatacenterTag): Mac {
  return transitProbeAddress(switchNumberOf(fabric, switchId), tag);
}

function switchNumberOf({ switchNumbers }: Fabric, switchId: string): number {
  const switchNumber = switchNumbers.get(switchId);
  if (switchNumber === undefined) throw new Error(`no switch ${switchId}`);
  return switchNumber;
}
