import { and, gte, lte, ne } from "drizzle-orm";
import { z } from "zod";
import { datacenterTag as datacenterTagSchema } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { insertRows } from "@/db/insert-rows";
import { datacenter, hostTag } from "@/db/schema/datacenter";
import { datacenterTag } from "@/db/schema/link";
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
    /** Own range of tag 3, by which frames to it are named (seed paras 66, 101). */
    datacenterTags: z.object({ first: datacenterTagSchema, last: datacenterTagSchema }),
  })
  .refine(({ hostTags }) => hostTags.first <= hostTags.last, {
    path: ["hostTags"],
    message: "The range of host tags runs backwards. Give the lower tag first.",
  })
  .refine(({ datacenterTags }) => datacenterTags.first <= datacenterTags.last, {
    path: ["datacenterTags"],
    message: "The range of datacenter tags runs backwards. Give the lower tag first.",
  });

/** Makes a datacenter with host tags and datacenter tags of its own (seed para 66); two never own the same. */
export async function createDatacenter({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof createDatacenterInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const { code, name, place, hostTags, datacenterTags } = parseInput(createDatacenterInput, input);
  const id = ctx.newId("datacenter");
  return ctx.db.transact(async (tx) => {
    const hosts = { hostTagFirst: hostTags.first, hostTagLast: hostTags.last };
    const tags = { tagFirst: datacenterTags.first, tagLast: datacenterTags.last };
    try {
      await tx.insert(datacenter).values({ id, code, name, place, createdAt: ctx.now(), ...hosts, ...tags });
    } catch (error) {
      throw violatedUnique(error) === null ? error : codeTaken(code);
    }
    await ownDatacenterTags(tx, id, datacenterTags);
    await ownHostTags(tx, id, hostTags, (ctx.allocation ?? ALLOCATION_RULES).customerTags.start);
    const after = { code, name, place, hostTags, datacenterTags };
    await recordAudit(tx, ctx, { action: "datacenter.create", subjectId: id, tenantId: null, after });
    return { id };
  });
}

async function ownDatacenterTags(tx: Queryable, id: string, range: { first: number; last: number }): Promise<void> {
  const rows = Array.from({ length: range.last - range.first + 1 }, (_, index) => ({
    tag: range.first + index,
    datacenterId: id,
  }));
  try {
    await insertRows(tx, datacenterTag, rows);
  } catch (error) {
    throw violatedUnique(error) === null ? error : await tagsTaken(tx, id, range);
  }
}

async function tagsTaken(tx: Queryable, id: string, { first, last }: { first: number; last: number }) {
  const [owner] = await tx
    .select()
    .from(datacenter)
    .where(and(ne(datacenter.id, id), lte(datacenter.tagFirst, last), gte(datacenter.tagLast, first)))
    .limit(1);
  const whose = owner === undefined ? "another datacenter" : `${owner.code} (${owner.tagFirst} to ${owner.tagLast})`;
  return new ServiceError(
    "conflict",
    `Some of the datacenter tags ${first} to ${last} belong to ${whose}. Choose a range beside it.`,
    "datacenterTags",
  );
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

function codeTaken(code: string): ServiceError {
  return new ServiceError("conflict", `There is a datacenter ${code} already. Choose another code.`, "code");
}
