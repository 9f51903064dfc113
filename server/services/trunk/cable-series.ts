import { z } from "zod";
import { portNumber } from "@/agent/protocol";
import { violatedUnique } from "@/db/constraint";
import { seriesPort } from "@/db/schema/switch";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { commit } from "../event/commit";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";
import { changeFabric } from "../topology/change-fabric";
import { portNamed } from "./port-named";

export const cableInSeriesInput = z.object({
  /** The switch that gives the customer tag: a client port for the rack, a trunk port for the cable to the next switch. */
  front: z.object({ switchCode: z.string(), port: portNumber, uplink: portNumber }),
  /** The client port of the switch that gives the host tag. */
  main: z.object({ switchCode: z.string(), port: portNumber }),
});

/**
 * Puts a switch in front of a client port (seed para 55): a rack that is registered there hangs on the switch in front,
 * which gives its frames the customer tag, and the client port's switch adds the host tag.
 *
 * @throws ServiceError not_found for a port, conflict for one that is in series already
 */
export async function cableInSeries({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof cableInSeriesInput>;
}): Promise<void> {
  mustAdminister(ctx);
  const { front, main } = parseInput(cableInSeriesInput, input);
  await commit(ctx, async (work) => {
    const { tx } = work;
    const rack = await portNamed(tx, front.switchCode, front.port, "client");
    const uplink = await portNamed(tx, front.switchCode, front.uplink, "trunk");
    const client = await portNamed(tx, main.switchCode, main.port, "client");
    try {
      const row = { portId: client.id, frontPortId: rack.id, uplinkPortId: uplink.id };
      await changeFabric(work, async () => tx.insert(seriesPort).values(row));
    } catch (error) {
      throw violatedUnique(error) === null ? error : inSeries(main.switchCode, main.port);
    }
    const after = { front, main };
    await recordAudit(tx, ctx, { action: "switch.series", subjectId: client.id, tenantId: null, after });
  });
}

function inSeries(code: string, port: number): ServiceError {
  return new ServiceError(
    "conflict",
    `Port ${port} of switch ${code}, or a port in front of it, has a cable to another switch already. Choose another port.`,
    "main",
  );
}
