import { max } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { machine, machineAddress } from "@/db/schema/machine";
import { ServiceError } from "../../errors";
import type { Work } from "../event/commit";
import { placedAt } from "./placed";
import type { PlaceRequest } from "./provider";
import { DEFAULT_PROVIDER } from "./providers";

/** An address that a machine gets, in a VLAN of its tenant's. */
export interface GivenAddress {
  readonly vlanId: string;
  /** At the machine's own port; 0 is untagged. */
  readonly vid: number;
  readonly cidr: string;
}

interface WantedMachine {
  readonly tenantId: string;
  readonly name: string;
  readonly place: PlaceRequest;
  readonly addresses: readonly GivenAddress[];
}

/** What was made: the rows are there, the switch is asked to hold it. */
export interface MadeMachine {
  readonly id: string;
  readonly number: number;
  readonly mac: string;
  readonly portId: string;
  readonly cloudSystemId: string | null;
}

/**
 * Makes a machine in the transaction of who asks for it.
 *
 * @throws ServiceError exhausted when nothing has room, conflict for a name or an address that the tenant uses
 */
export async function makeMachine(work: Work, wanted: WantedMachine): Promise<MadeMachine> {
  const { tx, ctx, announce } = work;
  const provider = DEFAULT_PROVIDER;
  const { portId, cloudSystemId } = await provider.place(work, wanted.place);
  const number = await nextNumber(tx);
  const made = { id: ctx.newId("machine"), number, mac: macOf(number), portId, cloudSystemId };
  const { tenantId, name } = wanted;
  await insertOnce(wanted, async () => {
    const row = { ...made, tenantId, name, provider: provider.name, state: "making" as const, createdAt: ctx.now() };
    await tx.insert(machine).values(row);
    for (const one of wanted.addresses) await tx.insert(machineAddress).values({ machineId: made.id, ...one });
  });
  await provider.make(work, await placedAt(tx, made.id, portId));
  announce({ kind: "machine", id: made.id, tenantId });
  return made;
}

/** Machines are numbered in the order in which they are made, and no number comes again. */
async function nextNumber(tx: Queryable): Promise<number> {
  const [last] = await tx.select({ number: max(machine.number) }).from(machine);
  return (last?.number ?? 0) + 1;
}

/** Locally administered and unicast (IEEE 802 clause 8.4), and outside of the probe points' addresses. */
function macOf(number: number): string {
  const octets = number.toString(16).padStart(6, "0").match(/../g) ?? [];
  return ["02:4d:56", ...octets].join(":");
}

async function insertOnce({ name }: WantedMachine, insert: () => Promise<void>): Promise<void> {
  try {
    await insert();
  } catch (error) {
    const unique = violatedUnique(error);
    if (unique === null) throw error;
    if (unique.includes("machine_name")) throw nameTaken(name);
    throw addressTaken();
  }
}

function nameTaken(name: string): ServiceError {
  return new ServiceError("conflict", `You have a machine named ${name} already. Choose another name.`, "name");
}

function addressTaken(): ServiceError {
  return new ServiceError(
    "conflict",
    "Another machine of yours has this address, or two of these VLANs have the same id. Choose another.",
    "address",
  );
}
