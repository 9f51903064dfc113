import type { ClientVlan } from "@/agent/protocol";
import { CLIENT_PAYLOAD_OCTETS, type FramePath, type MachineHop } from "./frame-path";

/** A rack and a resource with a cable of their own between them. */
export interface DirectInput {
  /** Of the link. */
  readonly code: string;
  readonly datacenter: string;
  readonly rack: string;
  readonly resource: string;
  readonly clientVlan: ClientVlan;
}

/** The way over a direct link (seed para 49, link 112): two machines, one stretch with the client's own tag, nothing of ours. */
export function walkDirect(input: DirectInput, direction: FramePath["direction"]): FramePath {
  const { code, clientVlan } = input;
  const ends = [machine(input, "rack"), machine(input, "resource")];
  const hops = direction === "to_resource" ? ends : ends.toReversed();
  const leg = {
    id: `direct-${code}`,
    kind: "cable" as const,
    from: direction === "to_resource" ? "rack" : "resource",
    to: direction === "to_resource" ? "resource" : "rack",
    name: `direct link ${code}`,
    encapsulation: null,
    stack: clientVlan === "untagged" ? [] : [{ kind: "client" as const, value: clientVlan, format: 0x8100 as const }],
    mtu: null,
    room: null,
    points: [],
  };
  return { direction, hops, legs: [leg], mtu: CLIENT_PAYLOAD_OCTETS, limit: null };
}

function machine(input: DirectInput, role: MachineHop["role"]): MachineHop {
  return { kind: "machine", id: role, role, name: input[role], datacenter: input.datacenter };
}

/** Why nothing is known of what is on a direct link. */
export function directWords(code: string): string {
  return `Link ${code} is a cable without a switch: nothing is configured and nothing can be read back.`;
}
