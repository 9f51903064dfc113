import { eq } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { extension, linkRequest } from "@/db/schema/extension";
import { machine } from "@/db/schema/machine";
import { networkSwitch, port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import { CLIENT_PAYLOAD_OCTETS } from "../../domain/frame-path";
import { vlanWords } from "../../domain/map-words";
import { ANY_WAY, wayOf } from "../../domain/path-choice";
import { ServiceError } from "../../errors";
import type { Work } from "../event/commit";
import { askedWords, findWay } from "../extension/crossing";
import { narrowHop } from "../extension/narrow-hop";
import type { OrderEnd } from "../extension/order";
import { pseudowireFor } from "../pseudowire/for-way";
import { loadPseudowires } from "../topology/pseudowires";
import type { MachineRow } from "./placed";

export type Reaching = Awaited<ReturnType<typeof extensionsTo>>[number];

/** Every extension to a machine, also ended ones: their path can be looked at still. */
export async function extensionsTo(tx: Queryable, machineId: string) {
  return tx
    .select({ extension, vlan, resource, rack: clientSystem })
    .from(extension)
    .innerJoin(resource, eq(resource.id, extension.resourceId))
    .innerJoin(vlan, eq(vlan.id, extension.vlanId))
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .where(eq(resource.machineId, machineId));
}

/**
 * Writes a machine's new place, and what each of its extensions crosses to it by the rules of an order: links that it
 * was ordered over or around stay so, and its frames fit whole. In a rehearsal it says whether the machine may move.
 *
 * @throws ServiceError conflict, for the choice of the cloud, with the extension and the links or the hop that stand in
 * the way
 */
export async function crossOver(
  work: Work,
  row: MachineRow,
  { portId, cloudSystemId }: { readonly portId: string; readonly cloudSystemId: string | null },
): Promise<void> {
  const { tx } = work;
  const reaching = await extensionsTo(tx, row.id);
  const target = await endAt(tx, row.name, portId);
  const crossing: Reaching[] = [];
  for (const one of reaching) crossing.push(await recross(work, one, target));
  await tx.update(resource).set({ portId, cloudSystemId }).where(eq(resource.machineId, row.id));
  await tx.update(machine).set({ portId, cloudSystemId }).where(eq(machine.id, row.id));
  for (const one of crossing.filter(goesOn)) await refuseNarrow(tx, one);
}

/** One that has ended, or that its switches let go of, asks for nothing any more. */
function goesOn({ extension: { state } }: Reaching): boolean {
  const over: readonly string[] = [...ENDED_STATES, "releasing"];
  return !over.includes(state);
}

async function recross(work: Work, one: Reaching, target: OrderEnd): Promise<Reaching> {
  const pseudowireId = goesOn(one) ? await orderedWire(work, one, target) : await anyWire(work, one, target);
  await work.tx.update(extension).set({ pseudowireId }).where(eq(extension.id, one.extension.id));
  return { ...one, extension: { ...one.extension, pseudowireId } };
}

async function orderedWire(work: Work, one: Reaching, resourceEnd: OrderEnd): Promise<string | null> {
  const { rack, resource, vlan } = one;
  const asked = await orderedWay(work.tx, one.extension.id);
  const ends = { vlan, resource, rackEnd: await endAt(work.tx, rack.name, rack.portId ?? ""), resourceEnd };
  const found = await findWay(work, ends, asked === "" ? undefined : wayOf(asked));
  if ("problem" in found) throw cannotFollow(one, asked, found.problem);
  return found.pseudowire?.id ?? null;
}

/** As its request names it, also while the machine is in the rack's own datacenter; who needed none asked for no way. */
async function orderedWay(tx: Queryable, extensionId: string): Promise<string> {
  const [request] = await tx.select().from(linkRequest).where(eq(linkRequest.extensionId, extensionId));
  if (request === undefined) return "";
  return (await loadPseudowires(tx)).find(({ id }) => id === request.pseudowireId)?.way ?? "";
}

async function anyWire(work: Work, { extension, rack }: Reaching, { datacenter }: OrderEnd): Promise<string | null> {
  if (rack.datacenterId === datacenter.id) return null;
  const wire = await pseudowireFor(work, { from: rack.datacenterId, to: datacenter.id }, ANY_WAY);
  return wire?.id ?? extension.pseudowireId;
}

async function endAt(tx: Queryable, name: string, portId: string): Promise<OrderEnd> {
  const [at] = await tx
    .select({ port, networkSwitch, datacenter })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(eq(port.id, portId));
  if (at === undefined) throw new Error(`port ${portId} of ${name} is on no switch`);
  return { name, ...at };
}

async function refuseNarrow(tx: Queryable, one: Reaching): Promise<void> {
  const narrow = await narrowHop(tx, one.extension);
  if (narrow === null) return;
  const promised = `${nameOf(one)} was ordered for frames with ${CLIENT_PAYLOAD_OCTETS} octets`;
  throw refused(`${promised}, which would be lost on the new way. ${capital(narrow)} Choose another cloud.`);
}

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);

function cannotFollow(one: Reaching, asked: string, problem: string): ServiceError {
  if (asked === "")
    return refused(`${nameOf(one)} cannot follow. ${problem} Choose another cloud, or release it first.`);
  return refused(
    `${nameOf(one)} was ordered by a path that ${askedWords(asked)}, and that cannot be kept. ${problem} ` +
      "Choose another cloud, or release it and order anew.",
  );
}

function nameOf({ vlan, rack }: Pick<Reaching, "vlan" | "rack">): string {
  return `The extension of ${vlanWords(vlan.vid)} of ${rack.name}`;
}

function refused(message: string): ServiceError {
  return new ServiceError("conflict", message, "cloudId");
}
