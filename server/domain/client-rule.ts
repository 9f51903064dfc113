import { z } from "zod";
import { type ClientRule, clientRule } from "@/agent/protocol";
import type { Copies } from "./copy-way";

const action = clientRule.shape.action;
const [drop, allow, limit] = action.options;

/** A tenant's rule as it is kept (claims 10, 21, 27, 38): a mirror names a resource, wherever that is. */
export const keptRule = z.object({
  id: z.string(),
  name: z.string(),
  match: clientRule.shape.match,
  action: z.discriminatedUnion("kind", [
    drop,
    allow,
    limit,
    z.object({ kind: z.literal("mirror"), resourceId: z.string() }),
  ]),
});
export type KeptRule = z.infer<typeof keptRule>;

/** Rules of one segment at most: each is asked for every frame before it is sent on. */
export const MOST_RULES = 32;

/** The rules as one switch gets them; a mirror only while copies reach its resource from there. */
export function rulesOn(rules: readonly KeptRule[], switchId: string, copies: Copies): ClientRule[] {
  return rules.flatMap(({ id, match, action }): ClientRule[] => {
    if (action.kind !== "mirror") return [{ id, match, action }];
    const mirror = mirrorOn(switchId, action.resourceId, copies);
    return mirror === null ? [] : [{ id, match, action: mirror }];
  });
}

function mirrorOn(switchId: string, resourceId: string, copies: Copies): ClientRule["action"] | null {
  const stream = copies.get(resourceId);
  if (stream === undefined) return null;
  const { target, exits, pair, innerVlan } = stream;
  if (target.switchId === switchId) return { kind: "mirror", port: target.number };
  const port = exits.get(switchId);
  return port === undefined || pair === null ? null : { kind: "mirror", port, onward: { ...pair, innerVlan } };
}

/** The resources that rules copy to, each once. */
export function mirrorTargets(rules: readonly KeptRule[]): string[] {
  return [...new Set(rules.flatMap(({ action }) => (action.kind === "mirror" ? [action.resourceId] : [])))];
}

/** What is wrong with a rule as a whole, as a sentence; null when nothing is. Single fields are checked where they are parsed. */
export function ruleProblem({ match }: Pick<KeptRule, "match">): string | null {
  const { ipProtocol, sourcePort, destinationPort, sourceIp, destinationIp, etherType } = match;
  const hasPorts = sourcePort !== undefined || destinationPort !== undefined;
  if (hasPorts && ipProtocol !== "tcp" && ipProtocol !== "udp")
    return "Ports belong to TCP or UDP: choose one of them.";
  const needsIp = hasPorts || ipProtocol !== undefined || sourceIp !== undefined || destinationIp !== undefined;
  if (needsIp && etherType !== undefined && etherType !== 0x0800) {
    return "Addresses, protocol and ports are of IPv4 (EtherType 0x0800): leave the EtherType out or set it to that.";
  }
  if (Object.values(match).every((value) => value === undefined)) {
    return "A rule must match something. To match every frame, match the EtherType or address that all of them have, or release the extension.";
  }
  return null;
}
