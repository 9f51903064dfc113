import { and, asc, eq, sql } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { cloud } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound, ServiceError } from "../../errors";
import type { Work } from "../event/commit";
import { freeMachinePorts, MACHINE_PORTS } from "./placed";
import type { Placement, PlaceRequest, SystemRoom } from "./provider";
import { leftIn, systemRooms } from "./room";

/** Ports of machines are numbered apart from cabled ones. */
const NUMBERS = { cloud: { first: 1001, last: 1999 }, client: { first: 2001, last: 2999 } } as const;
type MachineKind = keyof typeof NUMBERS;

/**
 * The system of the chosen cloud with the most room, and a port of the switch on which the datacenter's hardware of that
 * kind hangs. The port is the caller's as soon as its machine is written.
 *
 * @throws ServiceError not_found, exhausted with what has room instead
 */
export async function placeOnSwitch(work: Work, wanted: PlaceRequest): Promise<Placement> {
  if (wanted.kind === "client") return placeIn(work, wanted.datacenterId, "client", null);
  const [home] = await work.tx.select().from(cloud).where(eq(cloud.id, wanted.cloudId));
  if (home === undefined) throw notFound("cloud", wanted.cloudId);
  const system = await roomiest(work.tx, home);
  return placeIn(work, home.datacenterId, "cloud", system.id);
}

async function roomiest(tx: Queryable, home: typeof cloud.$inferSelect): Promise<SystemRoom> {
  const rooms = await systemRooms(tx);
  const here = rooms.filter(({ cloudId }) => cloudId === home.id);
  const [most] = here.toSorted((a, b) => leftIn(b) - leftIn(a));
  if (most !== undefined && leftIn(most) > 0) return most;
  const [used, capacity] = [here.map((one) => one.used), here.map((one) => one.capacity)].map(sum);
  const full = capacity === 0 ? "has no system for machines" : `holds ${used} of ${capacity} machines`;
  throw new ServiceError("exhausted", `${home.name} ${full}. ${await elsewhere(tx, rooms)}`, "cloudId");
}

async function elsewhere(tx: Queryable, rooms: readonly SystemRoom[]): Promise<string> {
  const [roomy] = rooms.toSorted((a, b) => leftIn(b) - leftIn(a));
  if (roomy === undefined || leftIn(roomy) === 0) return "Remove a machine, or ask the operator for more room.";
  const [other] = await tx.select().from(cloud).where(eq(cloud.id, roomy.cloudId));
  return `Choose ${other?.name ?? "another cloud"}, which has room, or remove a machine.`;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

async function placeIn(
  work: Work,
  datacenterId: string,
  kind: MachineKind,
  cloudSystemId: string | null,
): Promise<Placement> {
  const [home] = await work.tx
    .select({ switchId: networkSwitch.id })
    .from(networkSwitch)
    .innerJoin(port, eq(port.switchId, networkSwitch.id))
    .where(
      and(eq(networkSwitch.datacenterId, datacenterId), eq(port.kind, kind), sql`${port.id} not in ${MACHINE_PORTS}`),
    )
    .orderBy(asc(networkSwitch.code))
    .limit(1);
  if (home === undefined) throw await noSwitch(work.tx, datacenterId, kind);
  return { cloudSystemId, switchId: home.switchId, portId: await takePort(work, home.switchId, kind) };
}

/** The lowest number that a machine had and has no more, else the next one. */
async function takePort({ tx, ctx }: Work, switchId: string, kind: MachineKind): Promise<string> {
  const [freed] = await freeMachinePorts(tx, switchId, kind);
  if (freed !== undefined) return freed.id;
  const rows = await tx.select({ number: port.number }).from(port).where(eq(port.switchId, switchId));
  const taken = new Set(rows.map(({ number }) => number));
  const { first, last } = NUMBERS[kind];
  for (let number = first; number <= last; number++) {
    if (taken.has(number)) continue;
    const id = ctx.newId("port");
    await tx.insert(port).values({ id, switchId, number, kind });
    return id;
  }
  throw new ServiceError(
    "exhausted",
    `The switch has ${last - first + 1} ports for machines, and all are taken. Remove one, or choose another datacenter.`,
  );
}

async function noSwitch(tx: Queryable, datacenterId: string, kind: MachineKind): Promise<ServiceError> {
  const [home] = await tx.select().from(datacenter).where(eq(datacenter.id, datacenterId));
  if (home === undefined) return notFound("datacenter", datacenterId);
  const what = kind === "client" ? "client systems" : "cloud systems";
  return new ServiceError(
    "exhausted",
    `${home.code} has no switch with ports for ${what}. Choose another datacenter, or ask the operator to install one.`,
  );
}
