import { and, asc, eq, isNull } from "drizzle-orm";
import type { Queryable } from "@/db/client";
import { clientSystem } from "@/db/schema/client-system";
import { networkSwitch, port } from "@/db/schema/switch";
import { vlan } from "@/db/schema/vlan";
import { type Accepts, takesIn } from "../../domain/accepts";
import { cabledPort } from "../../domain/desired-state";
import { nameOfVid } from "../../domain/vlan-list";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { appendChange } from "../map/append-change";
import { parseInput } from "../parse-input";
import { memberOf } from "../scope";
import { portAt } from "../topology/port-at";
import { cableEnd, loadSeries } from "../topology/series";
import { listed } from "../words";
import { arrivalsAt } from "./far-end";
import { type OwnRack, ownRack } from "./find";
import { getRack } from "./get";
import { type SetAcceptsInput, setAcceptsInput } from "./schemas";
import type { RackView } from "./view";

/**
 * Sets what a rack's port takes in: tagged frames, untagged ones, or both. The switch drops the others and counts them.
 *
 * @throws ServiceError not_found; conflict while a VLAN uses frames that would be dropped, or the rack has no cable of its own
 */
export async function setAccepts({ ctx, input }: { ctx: ServiceContext; input: SetAcceptsInput }): Promise<RackView> {
  const { tenantId } = memberOf(ctx);
  const { id, accepts } = parseInput(setAcceptsInput, input);
  await commit(ctx, async (work) => {
    const { tx } = work;
    const rack = await ownRack(tx, tenantId, id);
    await refuseContradictions(tx, rack, accepts);
    await changePort(work, rack, accepts);
    const [before, after] = [rack.accepts, accepts].map((value) => ({ rack: rack.name, accepts: value }));
    await recordAudit(tx, ctx, { action: "rack.set_accepts", subjectId: id, tenantId, before, after });
  });
  return getRack({ ctx, input: { id } });
}

async function refuseContradictions(tx: Queryable, rack: OwnRack, accepts: Accepts): Promise<void> {
  const declared = await tx
    .select({ vid: vlan.vid })
    .from(vlan)
    .where(and(eq(vlan.clientSystemId, rack.id), isNull(vlan.releasedAt)))
    .orderBy(asc(vlan.vid));
  const arriving = (await arrivalsAt(tx, rack.id)).map(({ vidHere }) => ({ vid: vidHere }));
  const lost = [...declared, ...arriving].filter(({ vid }) => !takesIn(accepts, vid));
  if (lost.length === 0) return;
  const names = listed([...new Set(lost.map(({ vid }) => nameOfVid(vid)))]);
  throw new ServiceError(
    "conflict",
    `A port that accepts ${accepts} frames alone would drop those of ${names}. Release them first, or let it accept both.`,
    "accepts",
  );
}

/** Sets it in the row, and tells the switch. The way back to "both" is how a port is given up. */
export async function changePort(work: Work, rack: Pick<OwnRack, "id" | "name" | "accepts">, accepts: Accepts) {
  if (rack.accepts === accepts) return;
  const { tx } = work;
  const [row] = await tx
    .select({ port, machineId: clientSystem.machineId })
    .from(clientSystem)
    .innerJoin(port, eq(port.id, clientSystem.portId))
    .where(eq(clientSystem.id, rack.id));
  if (row === undefined || row.machineId !== null) {
    const why =
      row === undefined ? "waits for a cable. Set it when it has one" : "is a machine that the cloud cables itself";
    throw new ServiceError("conflict", `What its port accepts can't be set: rack ${rack.name} ${why}.`, "accepts");
  }
  const { switchId, number } = cableEnd(await loadSeries(tx), portAt(row.port));
  const [at] = await tx.select().from(networkSwitch).where(eq(networkSwitch.id, switchId));
  if (at === undefined) throw new Error(`no switch ${switchId}`);
  const portWith = (value: Accepts) => cabledPort(at.number, number, "client", value);
  await tx.update(clientSystem).set({ accepts }).where(eq(clientSystem.id, rack.id));
  await appendChange(work, switchId, { ports: [portWith(rack.accepts)] }, { ports: [portWith(accepts)] });
}
