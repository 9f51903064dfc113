import { eq } from "drizzle-orm";
import { clientSystem } from "@/db/schema/client-system";
import { resource } from "@/db/schema/cloud";
import type { extension } from "@/db/schema/extension";
import { vlan } from "@/db/schema/vlan";
import { walk } from "../../domain/walk";
import type { ServiceContext } from "../context";
import { directLinkOf } from "../extension/direct";
import { visibleExtension } from "../extension/find";
import { parseInput } from "../parse-input";
import { loadPath } from "../path/load";
import { wayInUse } from "../path/way-in-use";
import { isAttached } from "./ends";
import { mtuView } from "./mtu-view";
import { roundView } from "./run";
import { type ProbedInput, probedInput } from "./schemas";
import type { LoopView, MtuView, ProbesView } from "./view";

type ExtensionRow = typeof extension.$inferSelect;

/** What probes said of an extension that the actor may see, and the loopback that holds at one of its ends. */
export async function listRounds({ ctx, input }: { ctx: ServiceContext; input: ProbedInput }): Promise<ProbesView> {
  const { extensionId } = parseInput(probedInput, input);
  const row = await visibleExtension(ctx, extensionId);
  return {
    now: ctx.now(),
    isProbed: isAttached(row.state) && (await directLinkOf(ctx.db.read, row.resourceId)) === null,
    rounds: ctx.live.rounds.roundsOf(row.id).map(roundView),
    mtu: await lastMtu(ctx, row),
    loop: await loopView(ctx, row),
  };
}

async function lastMtu(ctx: ServiceContext, row: ExtensionRow): Promise<MtuView | null> {
  const proof = ctx.live.rounds.mtuProofOf(row.id);
  if (proof === null) return null;
  return mtuView(proof, walk((await loadPath(ctx.db.read, row, wayInUse(ctx.live))).input, "to_resource"));
}

async function loopView(ctx: ServiceContext, row: ExtensionRow): Promise<LoopView | null> {
  const { loopEnd: end, loopUntil: until, loopBy: by } = row;
  if (end === null || until === null || by === null || until <= ctx.now() || !isAttached(row.state)) return null;
  return { end, until, by, name: await nameOf(ctx, row, end) };
}

async function nameOf({ db }: ServiceContext, row: ExtensionRow, end: LoopView["end"]): Promise<string> {
  const [names] = await db.read
    .select({ rack: clientSystem.name, resource: resource.name })
    .from(vlan)
    .innerJoin(clientSystem, eq(clientSystem.id, vlan.clientSystemId))
    .innerJoin(resource, eq(resource.id, row.resourceId))
    .where(eq(vlan.id, row.vlanId));
  return names?.[end] ?? end;
}
