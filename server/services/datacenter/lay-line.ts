import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { portNumber } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { datacenter } from "@/db/schema/datacenter";
import { link } from "@/db/schema/link";
import { networkSwitch, port } from "@/db/schema/switch";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { lineEndsOf } from "../link/ends";
import { appendChange } from "../map/append-change";
import { desiredLinkPort } from "../map/desired";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";

const end = z.object({ switchCode: z.string(), port: portNumber });

export const layLineInput = z.object({
  code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,11}$/, "A code is 1 to 12 letters, digits and -."),
  a: end,
  b: end,
  /** Largest layer 2 payload that the line carries, in octets. */
  mtu: z.number().int().min(1500).max(65_535),
});

interface LineEndRow {
  readonly portId: string;
  readonly switchId: string;
  readonly datacenterId: string;
  /** The datacenter's, which names it to others (seed para 101). */
  readonly label: number;
}

/** Joins two datacenters by a dedicated line between link ports of two switches (seed para 67), VPLS on it. */
export async function layLine({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof layLineInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const { code, a, b, mtu } = parseInput(layLineInput, input);
  const id = ctx.newId("link");
  await commit(ctx, async (work) => {
    const ends = { a: await endOf(work.tx, a), b: await endOf(work.tx, b) };
    if (ends.a.datacenterId === ends.b.datacenterId) throw sameDatacenter();
    await insertLine(work, { id, code, mtu, ...ends });
    for (const { switchId } of [ends.a, ends.b]) await openLinkPort(work, switchId, id);
    await recordAudit(work.tx, ctx, { action: "line.lay", subjectId: id, tenantId: null, after: { code, a, b, mtu } });
  });
  return { id };
}

async function endOf(tx: Queryable, { switchCode, port: number }: z.output<typeof end>): Promise<LineEndRow> {
  const [row] = await tx
    .select({ portId: port.id, switchId: port.switchId, datacenterId: datacenter.id, label: datacenter.label })
    .from(port)
    .innerJoin(networkSwitch, eq(networkSwitch.id, port.switchId))
    .innerJoin(datacenter, eq(datacenter.id, networkSwitch.datacenterId))
    .where(and(eq(networkSwitch.code, switchCode), eq(port.number, number), eq(port.kind, "link")));
  if (row === undefined) throw notFound("link port", `${switchCode}/${number}`);
  return row;
}

async function insertLine(
  { tx, ctx }: Work,
  line: { id: string; code: string; mtu: number; a: LineEndRow; b: LineEndRow },
): Promise<void> {
  const { id, code, mtu, a, b } = line;
  try {
    await tx.insert(link).values({
      ...{ id, code, mtu, kind: "dedicated", encapsulation: "vpls" },
      ...{ aPortId: a.portId, bPortId: b.portId, labelToA: a.label, labelToB: b.label },
      createdAt: ctx.now(),
    });
  } catch (error) {
    throw violatedUnique(error) === null ? error : lineTaken(code);
  }
}

/** Tells the switch what stands behind its link port now. */
async function openLinkPort(work: Work, switchId: string, lineId: string): Promise<void> {
  const near = (await lineEndsOf(work.tx, switchId)).filter((line) => line.lineId === lineId);
  const ports = near.map(desiredLinkPort);
  await appendChange(work, switchId, { ports: [], entries: [] }, { ports, entries: [] });
}

function lineTaken(code: string): ServiceError {
  return new ServiceError(
    "conflict",
    `There is a line ${code} already, or one at that port. Choose another code or port.`,
    "code",
  );
}

function sameDatacenter(): ServiceError {
  return new ServiceError("invalid", "A line joins two datacenters; both ends are in one. Choose another end.", "b");
}
