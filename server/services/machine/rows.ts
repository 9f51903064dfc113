import { and, desc, eq, inArray, isNotNull, notInArray, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Queryable } from "@/db/client";
import { cloud, cloudSystem, resource } from "@/db/schema/cloud";
import { datacenter } from "@/db/schema/datacenter";
import { extension } from "@/db/schema/extension";
import { machine, machineAddress, machineMove } from "@/db/schema/machine";
import { networkSwitch, port } from "@/db/schema/switch";
import { tenant } from "@/db/schema/tenant";
import { vlan } from "@/db/schema/vlan";
import { ENDED_STATES } from "../../domain/extension-state";
import { extensionViews } from "../extension/rows";
import type { ExtensionView } from "../extension/view";
import type { MachineAddressView, MachineView, MoveView } from "./view";

/** Machines of clouds with all that people see of them, newest first. */
export async function machineViews(db: Queryable, where: SQL | undefined): Promise<MachineView[]> {
  const rows = await selectMachines(db).where(where).orderBy(desc(machine.createdAt), desc(machine.number));
  const ids = rows.map((row) => row.machine.id);
  const addresses = await addressViews(db, ids);
  const extensions = await extensionsTo(
    db,
    rows.map((row) => row.resource.id),
  );
  const moves = await moveViews(db, inArray(machineMove.machineId, ids));
  return rows.map((row) => {
    const { id, number, name, provider, state, reason, mac, createdAt, goneAt } = row.machine;
    return {
      ...{ id, number, name, provider, state, reason, mac, createdAt, goneAt },
      tenant: { id: row.tenant.id, name: row.tenant.name },
      cloud: { id: row.cloud.id, code: row.cloud.code, name: row.cloud.name },
      system: row.system.name,
      datacenterCode: row.datacenterCode,
      port: { switchCode: row.switchCode, number: row.portNumber },
      addresses: addresses.filter((one) => one.machineId === id).map((one) => one.view),
      resourceId: row.resource.id,
      extensions: extensions.filter((one) => one.resource.id === row.resource.id),
      moves: moves.filter((one) => one.machineId === id).map((one) => one.view),
    };
  });
}

function selectMachines(db: Queryable) {
  return db
    .select({
      ...{ machine, tenant, cloud, resource, system: cloudSystem, datacenterCode: datacenter.code },
      switchCode: networkSwitch.code,
      portNumber: port.number,
    })
    .from(machine)
    .innerJoin(tenant, eq(tenant.id, machine.tenantId))
    .innerJoin(resource, eq(resource.machineId, machine.id))
    .innerJoin(cloudSystem, eq(cloudSystem.id, machine.cloudSystemId))
    .innerJoin(cloud, eq(cloud.id, cloudSystem.cloudId))
    .innerJoin(port, eq(port.id, machine.portId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId));
}

async function addressViews(
  db: Queryable,
  machineIds: readonly string[],
): Promise<{ machineId: string; view: MachineAddressView }[]> {
  const rows = await db
    .select({ address: machineAddress, name: vlan.name })
    .from(machineAddress)
    .innerJoin(vlan, eq(vlan.id, machineAddress.vlanId))
    .where(inArray(machineAddress.machineId, [...machineIds]))
    .orderBy(machineAddress.vid);
  return rows.map(({ address: { machineId, vid, vlanId, cidr }, name }) => {
    return { machineId, view: { vid: vid === 0 ? null : vid, cidr, vlan: { id: vlanId, name } } };
  });
}

function extensionsTo(db: Queryable, resourceIds: readonly string[]): Promise<ExtensionView[]> {
  const running = notInArray(extension.state, [...ENDED_STATES]);
  return extensionViews(db, and(inArray(extension.resourceId, [...resourceIds]), running));
}

const toPort = alias(port, "to_port");
const toSwitch = alias(networkSwitch, "to_switch");
const toDatacenter = alias(datacenter, "to_datacenter");

async function moveViews(db: Queryable, where: SQL): Promise<{ machineId: string; view: MoveView }[]> {
  const rows = await db
    .select({
      move: machineMove,
      from: { switchCode: networkSwitch.code, port: port.number, datacenterCode: datacenter.code },
      to: {
        ...{ switchCode: toSwitch.code, port: toPort.number, datacenterCode: toDatacenter.code },
        ...{ cloudName: cloud.name, system: cloudSystem.name },
      },
    })
    .from(machineMove)
    .innerJoin(port, eq(port.id, machineMove.fromPortId))
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .innerJoin(toPort, eq(toPort.id, machineMove.toPortId))
    .innerJoin(toSwitch, eq(toSwitch.id, toPort.switchId))
    .innerJoin(toDatacenter, eq(toDatacenter.id, toSwitch.datacenterId))
    .innerJoin(cloudSystem, eq(cloudSystem.id, machineMove.toCloudSystemId))
    .innerJoin(cloud, eq(cloud.id, cloudSystem.cloudId))
    .where(where)
    .orderBy(desc(machineMove.startedAt), desc(machineMove.id));
  return rows.map(({ move, from, to }) => {
    const { id, stage, startedAt, stageAt, lostFrames, convergedMs, reason, actorName, decidedByName } = move;
    const facts = { startedAt, stageAt, lostFrames, convergedMs, reason, actorName, decidedByName };
    return { machineId: move.machineId, view: { id, stage, from, to, ...facts } };
  });
}

/** Only machines of clouds: a virtual client system is shown as the rack that it is. */
export const ofClouds: SQL = isNotNull(machine.cloudSystemId);
