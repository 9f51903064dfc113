import { z } from "zod";
import { lineEncapsulation, longHaulId, portNumber, providerEncapsulation } from "@/agent/protocol";
import { violatedUnique } from "@/db/constraint";
import { link } from "@/db/schema/link";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { codeField } from "../field";
import { parseInput } from "../parse-input";
import { replanPseudowires } from "../pseudowire/replan";
import { mustAdminister } from "../scope";
import { changeFabric } from "../topology/change-fabric";
import { type FreeEnd, freeEnd } from "./free-end";
import { mustFitLongHaul } from "./long-haul-fits";

const end = z.object({ switchCode: z.string(), port: portNumber });
const routedEnd = end.extend({ address: z.ipv4("Give the router's IPv4 address at the provider.") });

/** By what the operator says here paths are chosen. */
const worth = {
  code: codeField,
  /** Any unit, the same for all links. */
  cost: z.number().int().min(1).max(65_535).default(10),
  latencyMicros: z.number().int().min(0).max(10_000_000).default(1_000),
};

export const layLinkInput = z.discriminatedUnion("medium", [
  z.object({
    medium: z.literal("line"),
    ...worth,
    a: end,
    b: end,
    encapsulation: lineEncapsulation.default("vpls"),
    /** Largest layer 2 payload that the line carries, in octets. */
    mtu: z.number().int().min(1500).max(65_535),
  }),
  z.object({
    medium: z.literal("provider"),
    ...worth,
    a: routedEnd,
    b: routedEnd,
    encapsulation: providerEncapsulation.default("vxlan"),
    /** Tag 4 (seed para 104). */
    longHaul: longHaulId,
    /** Largest IP packet that the provider carries whole, in octets. */
    mtu: z.number().int().min(1500).max(65_535),
  }),
]);
type LinkPlan = z.output<typeof layLinkInput>;
export type LinkInput = z.input<typeof layLinkInput>;

/**
 * Joins two datacenters by a link between link ports of two switches (seed paras 67, 70): a dedicated line, or one
 * through a provider that routes IP. Pseudowires take it into their paths at once.
 *
 * @throws ServiceError not_found for a port, conflict for a code, port or long-haul id that is taken, invalid for two
 *   ends in one datacenter and for a long-haul id that the encapsulation cannot write
 */
export async function layLink({ ctx, input }: { ctx: ServiceContext; input: LinkInput }): Promise<{ id: string }> {
  mustAdminister(ctx);
  const plan = parseInput(layLinkInput, input);
  if (plan.medium === "provider") mustFitLongHaul(plan.encapsulation, plan.longHaul, "longHaul");
  const id = ctx.newId("link");
  await commit(ctx, async (work) => {
    const [a, b] = [await freeEnd(work.tx, plan.a, "link", "a"), await freeEnd(work.tx, plan.b, "link", "b")];
    if (a.datacenterId === b.datacenterId) throw sameDatacenter();
    await changeFabric(work, async () => {
      await insertLink(work, id, plan, a, b);
      await replanPseudowires(work);
    });
    await recordAudit(work.tx, ctx, { action: "link.lay", subjectId: id, tenantId: null, after: { ...plan } });
  });
  return { id };
}

async function insertLink({ tx, ctx }: Work, id: string, plan: LinkPlan, a: FreeEnd, b: FreeEnd): Promise<void> {
  const { code, medium, encapsulation, mtu, cost, latencyMicros } = plan;
  const haul =
    plan.medium === "line" ? {} : { aAddress: plan.a.address, bAddress: plan.b.address, longHaul: plan.longHaul };
  try {
    await tx.insert(link).values({
      ...{ id, code, medium, encapsulation, mtu, cost, latencyMicros, ...haul },
      ...{ aPortId: a.portId, bPortId: b.portId, state: "in_service", createdAt: ctx.now() },
    });
  } catch (error) {
    throw violatedUnique(error) === null ? error : linkTaken(code);
  }
}

function linkTaken(code: string): ServiceError {
  return new ServiceError(
    "conflict",
    `There is a link ${code} already, or one with that long-haul id. Choose another code or id.`,
    "code",
  );
}

function sameDatacenter(): ServiceError {
  return new ServiceError("invalid", "A link joins two datacenters; both ends are in one. Choose another end.", "b");
}
