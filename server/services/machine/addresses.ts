import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { machine, machineAddress } from "@/db/schema/machine";
import { vlan } from "@/db/schema/vlan";
import { highestFree, readMachineAddress } from "../../domain/machine-address";
import { nameOfVid } from "../../domain/vlan-list";
import { notFound, ServiceError } from "../../errors";
import type { GivenAddress } from "./make";

interface WantedAddress {
  readonly vlanId: string;
  readonly address?: string;
  /** VLAN id at the machine, 0 for untagged; absent when it is the rack's own. */
  readonly vid?: number;
}

/**
 * The address that a machine gets in a VLAN of a tenant's: the one asked for, else the highest free one of its range.
 *
 * @throws ServiceError not_found for the VLAN, invalid for an address outside of its range, conflict for a taken one,
 * exhausted when none is free
 */
export async function addressIn(
  tx: Queryable,
  tenantId: string,
  { vlanId, address, vid }: WantedAddress,
): Promise<GivenAddress> {
  const [own] = await tx
    .select()
    .from(vlan)
    .where(and(eq(vlan.id, vlanId), eq(vlan.tenantId, tenantId), isNull(vlan.releasedAt)));
  if (own === undefined) throw notFound("VLAN", vlanId);
  const taken = await takenIn(tx, vlanId);
  const cidr = address ? asked(address, own, taken) : free(own, taken);
  return { vlanId, vid: vid ?? own.vid ?? 0, cidr };
}

/** Who has which address in a VLAN: machines' names by address. */
export async function takenIn(tx: Queryable, vlanId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .select({ cidr: machineAddress.cidr, name: machine.name })
    .from(machineAddress)
    .innerJoin(machine, eq(machine.id, machineAddress.machineId))
    .where(eq(machineAddress.vlanId, vlanId));
  return new Map(rows.map(({ cidr, name }) => [cidr, name]));
}

type VlanRow = typeof vlan.$inferSelect;

function asked(address: string, own: VlanRow, taken: ReadonlyMap<string, string>): string {
  const read = readMachineAddress(address, own.cidr);
  if (!read.ok) throw new ServiceError("invalid", read.problem, "address");
  const holder = taken.get(read.value);
  if (holder === undefined) return read.value;
  const next = own.cidr === null ? null : highestFree(own.cidr, new Set(taken.keys()));
  const instead = next === null ? "Choose another." : `Choose ${next.split("/")[0]}, which is free.`;
  throw new ServiceError(
    "conflict",
    `${read.value.split("/")[0]} in ${nameOfVid(own.vid)} is your machine ${holder}'s. ${instead}`,
    "address",
  );
}

function free(own: VlanRow, taken: ReadonlyMap<string, string>): string {
  if (own.cidr === null) {
    throw new ServiceError(
      "invalid",
      `${nameOfVid(own.vid)} (${own.name}) has no IP range. Say the machine's address, such as 10.20.30.9/24.`,
      "address",
    );
  }
  const found = highestFree(own.cidr, new Set(taken.keys()));
  if (found !== null) return found;
  const why = own.cidr.includes(":") ? "is IPv6, and machines have IPv4 addresses" : "is full";
  throw new ServiceError(
    "exhausted",
    `${own.cidr} of ${nameOfVid(own.vid)} ${why}. Choose another VLAN, or remove a machine.`,
    "address",
  );
}
