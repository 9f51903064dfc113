import { z } from "zod";
import { desiredHash, portNumber } from "@/agent/protocol";
import { violatedUnique } from "@/db/constraint";
import { networkSwitch, port } from "@/db/schema/switch";
import { machinePort } from "../../domain/desired-state";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit, type Work } from "../event/commit";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";
import { switchToken, tokenHash } from "./token";

export const createSwitchInput = z.object({
  /** The seed's reference numeral, and the end of its namespace's name `sw-<code>`. */
  code: z.string().regex(/^[a-z0-9]{1,12}$/, "A switch's code is 1 to 12 small letters or digits, for example 116."),
  name: z.string().trim().min(1, "A switch needs a name.").max(60, "A name has at most 60 characters."),
  datacenterId: z.string().min(1),
  ports: z
    .array(z.object({ number: portNumber, kind: z.enum(["client", "cloud", "link"]) }))
    .min(1, "A switch needs a port."),
  /** What its agent will show; `newSwitchToken` makes one. */
  token: switchToken,
});
export type CreateSwitchInput = z.input<typeof createSwitchInput>;

/** A switch as created, with the ids of its ports by number. */
export interface CreatedSwitch {
  readonly id: string;
  readonly portIds: ReadonlyMap<number, string>;
}

/**
 * Puts a switch with its ports into a datacenter. Its link ports come alive with their lines (`createLink`).
 *
 * @throws ServiceError conflict when the code, the token or a port number is used twice
 */
export async function createSwitch({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: CreateSwitchInput;
}): Promise<CreatedSwitch> {
  mustAdminister(ctx);
  const asked = parseInput(createSwitchInput, input);
  const id = ctx.newId("switch");
  const portIds = new Map<number, string>(asked.ports.map(({ number }) => [number, ctx.newId("port")]));
  try {
    await commit(ctx, (work) => insertSwitch(work, { ...asked, id }, portIds));
  } catch (error) {
    throw violatedUnique(error) === null ? error : usedTwice(asked.code);
  }
  return { id, portIds };
}

async function insertSwitch(
  { tx, ctx }: Work,
  { id, code, name, datacenterId, ports, token }: z.output<typeof createSwitchInput> & { id: string },
  portIds: ReadonlyMap<number, string>,
): Promise<void> {
  const machines = ports.flatMap(({ number, kind }) => (kind === "link" ? [] : [machinePort(number, kind)]));
  const stateHash = desiredHash({ ports: machines, entries: [] });
  await tx.insert(networkSwitch).values({ id, code, name, datacenterId, tokenHash: tokenHash(token), stateHash });
  const rows = ports.map(({ number, kind }) => ({ id: portIds.get(number) ?? "", switchId: id, number, kind }));
  await tx.insert(port).values(rows);
  await recordAudit(tx, ctx, {
    action: "switch.create",
    subjectId: id,
    tenantId: null,
    after: { code, name, datacenterId, ports: ports.length },
  });
}

function usedTwice(code: string): ServiceError {
  return new ServiceError(
    "conflict",
    `A switch ${code} exists, or a port number or the token is used twice. Choose another code, and each number once.`,
    "code",
  );
}
