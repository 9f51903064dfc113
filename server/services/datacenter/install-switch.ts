import { eq, max } from "drizzle-orm";
import { z } from "zod";
import { desiredHash, NOTHING_DESIRED, portNumber } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { insertRows } from "@/db/insert-rows";
import { datacenter } from "@/db/schema/datacenter";
import { networkSwitch, port } from "@/db/schema/switch";
import { cabledPort } from "../../domain/desired-state";
import { notFound, ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { codeField, nameField } from "../field";
import { appendChange } from "../map/append-change";
import { parseInput } from "../parse-input";
import { FIRST_PSEUDOWIRE_PORT } from "../pseudowire/make";
import { mustAdminister } from "../scope";

export const installSwitchInput = z.object({
  datacenterId: z.string(),
  code: codeField,
  name: nameField,
  /** `tokenHash` of the token that its agent holds. */
  tokenHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** What is cabled: racks (client), cloud systems (cloud), switches of the datacenter (trunk), other datacenters (link). */
  ports: z
    .array(
      z.object({
        number: portNumber.max(FIRST_PSEUDOWIRE_PORT - 1),
        kind: z.enum(["client", "cloud", "trunk", "link"]),
      }),
    )
    .max(4096),
});
type SwitchPlan = z.output<typeof installSwitchInput>;

/** Puts a switch with its cabled ports into a datacenter; its agent may join from now on. */
export async function installSwitch({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof installSwitchInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const plan = parseInput(installSwitchInput, input);
  const id = ctx.newId("switch");
  await commit(ctx, async (work) => {
    const [home] = await work.tx.select().from(datacenter).where(eq(datacenter.id, plan.datacenterId));
    if (home === undefined) throw notFound("datacenter", plan.datacenterId);
    const switchNumber = await insertSwitch(work, id, plan);
    // A trunk or link port leads nowhere until something is laid there.
    const machines = plan.ports.flatMap(({ number, kind }) =>
      kind === "client" || kind === "cloud" ? [cabledPort(switchNumber, number, kind)] : [],
    );
    await appendChange(work, id, {}, { ports: machines });
    const after = { code: plan.code, datacenter: home.code, ports: plan.ports.length };
    await recordAudit(work.tx, ctx, { action: "switch.install", subjectId: id, tenantId: null, after });
  });
  return { id };
}

/** @returns the switch's number in the federation */
async function insertSwitch({ tx, ctx }: Work, id: string, plan: SwitchPlan): Promise<number> {
  const { datacenterId, code, name, tokenHash } = plan;
  const number = await nextNumber(tx);
  try {
    await tx
      .insert(networkSwitch)
      .values({ id, datacenterId, code, number, name, tokenHash, stateHash: desiredHash(NOTHING_DESIRED) });
  } catch (error) {
    throw violatedUnique(error) === null ? error : codeTaken(code);
  }
  const rows = plan.ports.map(({ number, kind }) => ({ id: ctx.newId("port"), switchId: id, number, kind }));
  await insertRows(tx, port, rows);
  return number;
}

/** Switches are numbered in the order in which they are installed, and never taken away. */
async function nextNumber(tx: Queryable): Promise<number> {
  const [last] = await tx.select({ number: max(networkSwitch.number) }).from(networkSwitch);
  return (last?.number ?? 0) + 1;
}

function codeTaken(code: string): ServiceError {
  return new ServiceError(
    "conflict",
    `There is a switch ${code} already, or one with that token. Choose another code.`,
    "code",
  );
}
