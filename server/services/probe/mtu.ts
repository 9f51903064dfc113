import type { FramePath } from "../../domain/frame-path";
import { TAG_OCTETS } from "../../domain/tag-stack";
import { walk } from "../../domain/walk";
import type { MtuProof } from "../../live/probe-memory";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { loadExtensionPath } from "../path/get";
import { type ProbedExtension, probedExtension } from "./ends";
import { mtuView } from "./mtu-view";
import { type Round, runProbes, SMALL_OCTETS } from "./run";
import { type ProbedInput, probedInput } from "./schemas";
import type { MtuView, ProbedView } from "./view";

/** Probes of each size: one lost by chance proves nothing. */
const PROBES_A_SIZE = 5;
/** Two addresses and a type (IEEE 802.3 clause 3.1.1), without FCS. */
const HEADER_OCTETS = 14;

/**
 * Holds the computed MTU of an extension's path against the kernels: probes of exactly that size, and of one octet more.
 * Small ones go along, so that a dead path is not taken for a narrow one.
 *
 * @throws ServiceError not_found, or conflict when no switch carries the extension's frames
 */
export async function testMtu({ ctx, input }: { ctx: ServiceContext; input: ProbedInput }): Promise<MtuView> {
  const { extensionId } = parseInput(probedInput, input);
  const probed = await probedExtension(ctx, extensionId);
  const path = walk((await loadExtensionPath(ctx, extensionId)).input, "to_resource");
  const at = ctx.now();
  const proof = await prove(ctx, probed, path, at);
  ctx.live.rounds.keepMtuProof(extensionId, proof);
  return mtuView(proof, path);
}

async function prove(
  ctx: ServiceContext,
  { rack, resource, segment }: ProbedExtension,
  path: FramePath,
  at: number,
): Promise<MtuProof> {
  const own = segment.clientVlan === "untagged" ? 0 : TAG_OCTETS;
  const sized = (octets: number): Round => ({ from: rack, to: resource.address, count: PROBES_A_SIZE, octets });
  const exact = HEADER_OCTETS + own + path.mtu;
  const [small, whole, over] = await runProbes(ctx, [sized(SMALL_OCTETS), sized(exact), sized(exact + 1)]);
  return { at, mtu: path.mtu, small: counted(small), exact: counted(whole), above: counted(over) };
}

function counted(probed: ProbedView | undefined): MtuProof["exact"] {
  if (probed?.kind === "round") return { sent: probed.round.sent, returned: probed.round.returned, why: null };
  return { sent: 0, returned: 0, why: probed?.why ?? null };
}
