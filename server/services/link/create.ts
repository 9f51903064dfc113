import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { portNumber } from "@/agent/protocol";
import { violatedUnique } from "@/db/constraint";
import { datacenter } from "@/db/schema/datacenter";
import { link } from "@/db/schema/link";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { appendChange } from "../map/append-change";
import { desiredLinkPort } from "../map/desired";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";
import { lineEndsOf } from "./ends";

const endInput = z.object({ switchCode: z.string().min(1), port: portNumber });

export const createLinkInput = z.object({
  code: z.string().regex(/^[a-z0-9]{1,12}$/, "A line's code is 1 to 12 small letters or digits, for example 224."),
  a: endInput,
  b: endInput,
  /** Octets of layer 2 payload that the line carries. */
  mtu: z.number().int().min(1500, "A line carries 1,500 octets or more.").max(65_535),
});
export type CreateLinkInput = z.input<typeof createLinkInput>;

/**
 * Joins two datacenters by a dedicated line between two link ports; its labels are those of the datacenters
 * (seed para 101). Both switches learn of it by a change.
 *
 * @throws ServiceError not_found for an unknown port, invalid for one that cannot end a line, conflict for one in use
 */
export async function createLink({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: CreateLinkInput;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const line = parseInput(createLinkInput, input);
  const id = ctx.newId("link");
  try {
    await commit(ctx, (work) => insertLink(work, { ...line, id }));
  } catch (error) {
    throw violatedUnique(error) === null ? error : inUse();
  }
  return { id };
}

async function insertLink(work: Work, input: z.output<typeof createLinkInput> & { id: string }): Promise<void> {
  const { tx, ctx } = work;
  const { id, code, mtu } = input;
  const a = await endOf(work, "a", input.a);
  const b = await endOf(work, "b", input.b);
  if (a.datacenter.id === b.datacenter.id) throw sameDatacenter(a.datacenter.code);
  await tx.insert(link).values({
    id,
    code,
    kind: "dedicated",
    encapsulation: "vpls",
    aPortId: a.port.id,
    bPortId: b.port.id,
    labelToA: a.datacenter.label,
    labelToB: b.datacenter.label,
    mtu,
    createdAt: ctx.now(),
  });
  for (const end of [a, b]) await announceEnd(work, end.port.switchId, id);
  await recordAudit(tx, ctx, { action: "link.create", subjectId: id, tenantId: null, after: input });
}

async function endOf({ tx }: Work, field: "a" | "b", end: z.output<typeof endInput>) {
  const [row] = await tx
    .select({ port, datacenter })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(and(eq(networkSwitch.code, end.switchCode), eq(port.number, end.port)));
  if (row === undefined) throw notFound("port", `${end.port} of switch ${end.switchCode}`);
  if (row.port.kind === "link") {
    const ends = await lineEndsOf(tx, row.port.switchId);
    if (ends.some(({ near }) => near.portId === row.port.id)) throw inUse();
    return row;
  }
  const what = `Port ${end.port} of switch ${end.switchCode} is a ${row.port.kind} port.`;
  throw new ServiceError("invalid", `${what} A line ends at link ports: choose one.`, field);
}

async function announceEnd(work: Work, switchId: string, lineId: string): Promise<void> {
  const ends = (await lineEndsOf(work.tx, switchId)).filter((end) => end.lineId === lineId);
  const ports = ends.map(desiredLinkPort);
  await appendChange(work, switchId, { ports: [], entries: [] }, { ports, entries: [] });
}

function sameDatacenter(code: string): ServiceError {
  return new ServiceError(
    "invalid",
    `Both ends are in ${code}. A line joins two datacenters: choose another end.`,
    "b",
  );
}

function inUse(): ServiceError {
  return new ServiceError(
    "conflict",
    "A line with this code exists, or one of the ports ends another line. Choose a new code and free link ports.",
    "code",
  );
}
