import { and, gte, lte, ne } from "drizzle-orm";
import { z } from "zod";
import { mplsLabel } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { insertRows } from "@/db/insert-rows";
import { datacenter, hostTag } from "@/db/schema/datacenter";
import { ALLOCATION_RULES } from "../../domain/tag-allocation";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { nameField } from "../field";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";

const tag = z.number().int().min(1, "Tags run from 1 to 4094.").max(4094, "Tags run from 1 to 4094.");

export const createDatacenterInput = z
  .object({
    code: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,11}$/, "A code is 1 to 12 letters, digits and -, a letter first."),
    name: nameField,
    place: nameField,
    hostTags: z.object({ first: tag, last: tag }),
    label: mplsLabel,
  })
  .refine(({ hostTags }) => hostTags.first <= hostTags.last, {
    path: ["hostTags"],
    message: "The range of host tags runs backwards. Give the lower tag first.",
  });

/** Makes a datacenter with host tags of its own (seed para 66); two datacenters never own the same tag. */
export async function createDatacenter({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof createDatacenterInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const { code, name, place, hostTags, label } = parseInput(createDatacenterInput, input);
  const id = ctx.newId("datacenter");
  return ctx.db.transact(async (tx) => {
    const range = { hostTagFirst: hostTags.first, hostTagLast: hostTags.last };
    try {
      await tx.insert(datacenter).values({ id, code, name, place, label, createdAt: ctx.now(), ...range });
    } catch (error) {
      throw violatedUnique(error) === null ? error : codeOrLabelTaken(code, label);
    }
    await ownHostTags(tx, id, hostTags, (ctx.allocation ?? ALLOCATION_RULES).customerTags.start);
    const after = { code, name, place, hostTags, label };
    await recordAudit(tx, ctx, { action: "datacenter.create", subjectId: id, tenantId: null, after });
    return { id };
  });
}

async function ownHostTags(
  tx: Queryable,
  id: string,
  range: { first: number; last: number },
  nextCustomerTag: number,
): Promise<void> {
  const rows = Array.from({ length: range.last - range.first + 1 }, (_, index) => ({
    tag: range.first + index,
    datacenterId: id,
    state: "free" as const,
    nextCustomerTag,
  }));
  try {
    await insertRows(tx, hostTag, rows);
  } catch (error) {
    throw violatedUnique(error) === null ? error : await rangeTaken(tx, id, range);
  }
}

async function rangeTaken(tx: Queryable, id: string, { first, last }: { first: number; last: number }) {
  const [owner] = await tx
    .select()
    .from(datacenter)
    .where(and(ne(datacenter.id, id), lte(datacenter.hostTagFirst, last), gte(datacenter.hostTagLast, first)))
    .limit(1);
  const whose =
    owner === undefined ? "another datacenter" : `${owner.code} (${owner.hostTagFirst} to ${owner.hostTagLast})`;
  return new ServiceError(
    "conflict",
    `Some of the host tags ${first} to ${last} belong to ${whose}. Choose a range beside it.`,
    "hostTags",
  );
}

function codeOrLabelTaken(code: string, label: number): ServiceError {
  return new ServiceError(
    "conflict",
    `Another datacenter has the code ${code} or the label ${label}. Choose others.`,
    "code",
  );
}
