import { and, eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { machine, machineAddress } from "@/db/schema/machine";
import { lowestFree } from "../../domain/machine-address";
import type { Work } from "../event/commit";
import { takenIn } from "./addresses";
import { type MachineRow, placedAt } from "./placed";
import { providerOf } from "./providers";
import { takeAway } from "./remove";

/** A VLAN of a client system, as far as its machine needs to know it. */
interface OwnVlan {
  readonly id: string;
  readonly vid: number | null;
  readonly cidr: string | null;
}

/**
 * Gives a virtual client system's machine the first free address of each of these VLANs that has an IPv4 range (seed
 * para 73). Does nothing for a rack of hardware.
 */
export async function addressVirtualClient(work: Work, clientSystemId: string, vlans: readonly OwnVlan[]) {
  await changeAddresses(work, clientSystemId, async ({ id }) => {
    for (const { id: vlanId, vid, cidr: range } of vlans) {
      const cidr = range === null ? null : lowestFree(range, new Set((await takenIn(work.tx, vlanId)).keys()));
      if (cidr !== null) await work.tx.insert(machineAddress).values({ machineId: id, vid: vid ?? 0, vlanId, cidr });
    }
  });
}

/** Takes a released VLAN's address from the machine again. */
export async function unaddressVirtualClient(work: Work, clientSystemId: string, vlanId: string): Promise<void> {
  await changeAddresses(work, clientSystemId, async ({ id }) => {
    const own = and(eq(machineAddress.machineId, id), eq(machineAddress.vlanId, vlanId));
    await work.tx.delete(machineAddress).where(own);
  });
}

/** Ends the machine of a released client system. */
export async function endVirtualClient(work: Work, clientSystemId: string): Promise<void> {
  const row = await machineOfClient(work.tx, clientSystemId);
  if (row !== null && row.state !== "removing") await takeAway(work, row);
}

async function changeAddresses(work: Work, clientSystemId: string, change: (row: MachineRow) => Promise<void>) {
  const row = await machineOfClient(work.tx, clientSystemId);
  if (row === null) return;
  const before = await placedAt(work.tx, row.id, row.portId);
  await change(row);
  const after = await placedAt(work.tx, row.id, row.portId);
  if (before.addresses.length !== after.addresses.length) await providerOf(row).alter(work, before, after);
}

async function machineOfClient(tx: Queryable, clientSystemId: string): Promise<MachineRow | null> {
  const [found] = await tx
    .select({ machine })
    .from(clientSystem)
    .innerJoin(machine, eq(machine.id, clientSystem.machineId))
    .where(eq(clientSystem.id, clientSystemId));
  return found?.machine ?? null;
}
