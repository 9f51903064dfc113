import { desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { clientSystem } from "@/db/schema/client-system";
import { datacenter } from "@/db/schema/datacenter";
import { nextSeries } from "../../domain/series";
import { notFound, ServiceError } from "../../errors";
import { allocateHostTag } from "../allocate/host-tag";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { makeMachine } from "../machine/make";
import { parseInput } from "../parse-input";
import { memberOf } from "../scope";
import { offerRack } from "./far-end";
import { type ClientPort, lowestFreeClientPort, portText } from "./free-port";
import { getRack } from "./get";
import { type RegisterRackInput, registerRackInput } from "./schemas";
import type { RackView } from "./view";

/**
 * Registers a client system: it gets a host tag for its whole life, and the lowest client port of the datacenter's switch
 * that has a cable and no rack. Where there is none it waits for one, oldest first (`cableWaitingRack`). A virtual one
 * is a machine that the cloud makes (seed para 73), at a port of its own.
 *
 * @throws ServiceError conflict for a name that the tenant uses, invalid for a virtual one's MAC, exhausted without a host
 * tag or a port for a machine
 */
export async function registerRack({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: RegisterRackInput;
}): Promise<RackView> {
  const { tenantId } = memberOf(ctx);
  const { datacenterId, ...rack } = parseInput(registerRackInput, input);
  const id = ctx.newId("rack");
  refuseOwnMac(rack);
  await commit(ctx, async (work) => {
    const { tx } = work;
    const place = await placeIn(tx, datacenterId);
    const hostTag = await allocateHostTag(tx, place.datacenter, ctx.now(), ctx.allocation);
    const series = nextSeries(await lastSeries(tx));
    const given = { hostTag, series, ...(await hangUp(work, { id, tenantId, datacenterId, ...rack }, place.port)) };
    await insertRack(tx, { id, tenantId, datacenterId, ...rack, ...given, createdAt: ctx.now() });
    await offerRack(tx, ctx, { id, tenantId, ...rack, ...given });
    const port = rack.kind === "virtual" ? "made by the cloud" : portText(place.port);
    const after = { ...rack, datacenter: place.datacenter.code, port, hostTag, series };
    await recordAudit(tx, ctx, { action: "rack.register", subjectId: id, tenantId, after });
  });
  return getRack({ ctx, input: { id } });
}

type Wanted = z.output<typeof registerRackInput> & { readonly id: string; readonly tenantId: string };

/** Where it hangs, and with which MAC: at a cable, or at the port of the machine that it is. */
async function hangUp(work: Work, { id, tenantId, datacenterId, kind, mac }: Wanted, cabled: ClientPort | null) {
  if (kind === "physical") return { portId: cabled?.id ?? null, mac };
  const place = { kind: "client", datacenterId } as const;
  // By the rack's id: its name is free again as soon as it is released, before its machine is gone.
  const made = await makeMachine(work, { tenantId, name: id, place, addresses: [] });
  return { portId: made.portId, mac: made.mac, machineId: made.id };
}

function refuseOwnMac({ kind, mac }: Pick<Wanted, "kind" | "mac">): void {
  if (kind === "physical" || mac === null) return;
  throw new ServiceError("invalid", "The cloud gives a virtual client system its MAC. Leave the field empty.", "mac");
}

async function placeIn(tx: Queryable, datacenterId: string) {
  const [home] = await tx.select().from(datacenter).where(eq(datacenter.id, datacenterId));
  if (home === undefined) throw notFound("datacenter", datacenterId);
  const port = await lowestFreeClientPort(tx, datacenterId);
  return { datacenter: home, port };
}

async function lastSeries(tx: Queryable): Promise<string | null> {
  const [last] = await tx
    .select({ series: clientSystem.series })
    .from(clientSystem)
    .orderBy(desc(sql`length(${clientSystem.series})`), desc(clientSystem.series))
    .limit(1);
  return last?.series ?? null;
}

async function insertRack(tx: Queryable, row: typeof clientSystem.$inferInsert): Promise<void> {
  try {
    await tx.insert(clientSystem).values(row);
  } catch (error) {
    throw violatedUnique(error)?.includes("client_system_name") ? nameTaken(row.name) : error;
  }
}

function nameTaken(name: string): ServiceError {
  return new ServiceError(
    "conflict",
    `You have a rack named ${name} already. Choose another name, or release that one.`,
    "name",
  );
}
