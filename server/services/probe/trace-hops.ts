import type { Mac } from "@/agent/protocol";
import type { PortAt } from "../../domain/attachments";
import { walk } from "../../domain/walk";
import type { LoadedPath } from "../path/load";
import { type Fabric, probeAt } from "../topology/fabric";
import type { ProbedExtension } from "./ends";

/** A switch on the way, and the probe point by which frames leave it; null on a transit switch, which has none. */
export interface TraceHop {
  readonly switchCode: string;
  readonly datacenter: string;
  readonly leadsTo: string;
  readonly point: { readonly port: number; readonly address: Mac } | null;
}

/** The switches of the predicted way from the rack to the resource, in its order. */
export function traceHops({ fabric, route }: ProbedExtension, loaded: LoadedPath): TraceHop[] {
  const switches = walk(loaded.input, "to_resource").hops.flatMap((hop) => (hop.kind === "switch" ? [hop] : []));
  const leaving = [...route.crossings.map(({ near }) => near), route.resource];
  return switches.map(({ code, datacenter, role }, index) => {
    const next = switches[index + 1]?.code;
    const at = role === "transit" ? undefined : leaving.find((port) => port.switchId === loaded.switches.get(code));
    return {
      ...{ switchCode: code, datacenter, point: at === undefined ? null : pointAt(fabric, at) },
      leadsTo: next === undefined ? loaded.resource.name : `switch ${next}`,
    };
  });
}

function pointAt(fabric: Fabric, at: PortAt): TraceHop["point"] {
  return { port: at.number, address: probeAt(fabric, at) };
}
