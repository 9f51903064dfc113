import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { probedExtension } from "./ends";
import { runProbes, SMALL_OCTETS } from "./run";
import { type PingInput, pingInput } from "./schemas";
import type { PingView } from "./view";

/**
 * Sends probes from the rack's port to the resource's and from there back, as the tenant's own frames would travel.
 *
 * @throws ServiceError not_found, or conflict when no switch carries the extension's frames
 */
export async function pingExtension({ ctx, input }: { ctx: ServiceContext; input: PingInput }): Promise<PingView> {
  const { extensionId, count } = parseInput(pingInput, input);
  const { rack, resource } = await probedExtension(ctx, extensionId);
  const [toResource, toRack] = await runProbes(ctx, [
    { from: rack, to: resource.address, count, octets: SMALL_OCTETS },
    { from: resource, to: rack.address, count, octets: SMALL_OCTETS },
  ]);
  if (toResource === undefined || toRack === undefined) throw new Error("two rounds have two answers");
  return { toResource, toRack };
}
