import { z } from "zod";
import { portNumber } from "@/agent/protocol";
import { violatedUnique } from "@/db/constraint";
import { trunk } from "@/db/schema/link";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit } from "../event/commit";
import { codeField } from "../field";
import { freeEnd } from "../link/free-end";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";
import { changeFabric } from "../topology/change-fabric";

const end = z.object({ switchCode: z.string(), port: portNumber });
export const layTrunkInput = z.object({ code: codeField, a: end, b: end });

/** Joins two switches of one datacenter by a cable between trunk ports; the pair stays on the frames there. */
export async function layTrunk({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof layTrunkInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const plan = parseInput(layTrunkInput, input);
  const id = ctx.newId("trunk");
  await commit(ctx, async (work) => {
    const [a, b] = [await freeEnd(work.tx, plan.a, "trunk", "a"), await freeEnd(work.tx, plan.b, "trunk", "b")];
    if (a.datacenterId !== b.datacenterId || a.switchId === b.switchId) throw notOneDatacenter();
    const row = { id, code: plan.code, aPortId: a.portId, bPortId: b.portId, createdAt: ctx.now() };
    try {
      await changeFabric(work, async () => work.tx.insert(trunk).values(row));
    } catch (error) {
      throw violatedUnique(error) === null ? error : codeTaken(plan.code);
    }
    await recordAudit(work.tx, ctx, { action: "trunk.lay", subjectId: id, tenantId: null, after: { ...plan } });
  });
  return { id };
}

function codeTaken(code: string): ServiceError {
  return new ServiceError("conflict", `There is a trunk ${code} already. Choose another code.`, "code");
}

function notOneDatacenter(): ServiceError {
  return new ServiceError(
    "invalid",
    "A trunk joins two switches of one datacenter. Choose another end, or lay a link between datacenters.",
    "b",
  );
}
