import { eq } from "drizzle-orm";
import { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { ATTACHED_STATES, type ExtensionState } from "../../domain/extension-state";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit } from "../event/commit";
import { segmentOf } from "../map/routes";
import { syncMap } from "../map/sync-map";
import { parseInput } from "../parse-input";
import { memberOf } from "../scope";
import { directLinkOf } from "./direct";
import { ownExtension } from "./find";
import { getExtension } from "./get";
import { stateWords } from "./move";
import { profileColumns, profileOfRow } from "./profile-row";
import { reapply } from "./reapply";
import { type ProfileOfInput, profileOfInput } from "./schemas";
import type { ExtensionView } from "./view";

/**
 * Changes what the kernels enforce for an extension, in both directions, while frames flow. It is `allocated` until
 * every kernel holds the new profile.
 *
 * @throws ServiceError not_found, or conflict when it has ended or is being released
 */
export async function setProfile({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ProfileOfInput;
}): Promise<ExtensionView> {
  const { tenantId } = memberOf(ctx);
  const { id, profile } = parseInput(profileOfInput, input);
  await commit(ctx, async (work) => {
    const row = await ownExtension(work.tx, tenantId, id);
    refuseEnded(row.state);
    if ((await directLinkOf(work.tx, row.resourceId)) !== null) throw noSwitch();
    await work.tx.update(extension).set(profileColumns(profile)).where(eq(extension.id, id));
    const [segment] = await work.tx.select().from(vlan).where(eq(vlan.id, row.vlanId));
    if (segment === undefined) throw new Error(`extension ${id} has no VLAN`);
    await reapply(work, row.vlanId);
    await syncMap(work, segmentOf(segment));
    const before = profileOfRow(row);
    await recordAudit(work.tx, ctx, { action: "extension.profile", subjectId: id, tenantId, before, after: profile });
  });
  return getExtension({ ctx, input: { id } });
}

function noSwitch(): ServiceError {
  return new ServiceError(
    "conflict",
    "This extension takes a direct link, where no switch is that could limit frames.",
  );
}

function refuseEnded(state: ExtensionState): void {
  const running: readonly ExtensionState[] = [...ATTACHED_STATES, "awaiting_approval"];
  if (running.includes(state)) return;
  throw new ServiceError(
    "conflict",
    `This extension is ${stateWords(state)}. Order a new one with the profile you want.`,
  );
}
