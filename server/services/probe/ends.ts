import { type ClientVlan, type Mac, mapEntryKey } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import type { PortAt } from "../../domain/attachments";
import { ATTACHED_STATES, type ExtensionState } from "../../domain/extension-state";
import { ServiceError } from "../../errors";
import type { ServiceContext } from "../context";
import { directLinkOf } from "../extension/direct";
import { visibleExtension } from "../extension/find";
import { stateWords } from "../extension/move";
import { type RoutedExtension, routesOf } from "../map/routes";
import { type Fabric, loadFabric, probeAt } from "../topology/fabric";
import { cableEnd } from "../topology/series";

/** Where probes of an extension enter, and where those that are sent to that end arrive. */
export interface ProbeEnd {
  readonly switchId: string;
  /** Key of the attachment, or of the relay of a switch in front. */
  readonly entry: string;
  readonly address: Mac;
}

export interface ProbedExtension extends RoutedExtension {
  readonly fabric: Fabric;
  readonly rack: ProbeEnd;
  readonly resource: ProbeEnd;
}

/**
 * The ends of an extension that the actor may see.
 *
 * @throws ServiceError not_found, or conflict when no switch carries its frames
 */
export async function probedExtension(ctx: ServiceContext, extensionId: string): Promise<ProbedExtension> {
  const found = await visibleExtension(ctx, extensionId);
  refuseUnattached(found.state);
  await refuseDirect(ctx.db.read, found.resourceId);
  const [routed] = await routesOf(ctx.db.read, [found.id]);
  if (routed === undefined) throw new Error(`extension ${found.id} has no way`);
  const fabric = await loadFabric(ctx.db.read);
  const { segment, route } = routed;
  return {
    ...routed,
    fabric,
    rack: endAt(fabric, route.rack, segment.clientVlan),
    resource: endAt(fabric, route.resource, route.resourceVlan),
  };
}

/** Behind a switch in front that one has the machine's cable, and an entry of its own with the same kind of key. */
function endAt(fabric: Fabric, place: PortAt, clientVlan: ClientVlan): ProbeEnd {
  const { switchId, number } = cableEnd(fabric.series, place);
  const entry = mapEntryKey({ kind: "attachment", port: number, clientVlan });
  return { switchId, entry, address: probeAt(fabric, { switchId, number }) };
}

/** @throws ServiceError conflict unless the switches are asked to hold it */
export function refuseUnattached(state: ExtensionState): void {
  if (isAttached(state)) return;
  throw new ServiceError(
    "conflict",
    `This extension is ${stateWords(state)}: no switch carries its frames, and so no probes. Probe it once it is configured.`,
  );
}

/** @throws ServiceError conflict where its frames take a direct link: no switch of ours could send or answer */
export async function refuseDirect(db: Queryable, resourceId: string): Promise<void> {
  const code = await directLinkOf(db, resourceId);
  if (code === null) return;
  throw new ServiceError(
    "conflict",
    `Link ${code} is a cable without a switch: nothing on it can send, answer or turn back frames. Ping from the machines at its ends.`,
  );
}

export function isAttached(state: ExtensionState): boolean {
  const attached: readonly ExtensionState[] = ATTACHED_STATES;
  return attached.includes(state);
}
