import type { Mac } from "@/agent/protocol";
import type { PortAt } from "../../domain/attachments";
import type { SwitchHop } from "../../domain/frame-path";
import { walk } from "../../domain/walk";
import type { LoadedPath } from "../path/load";
import { type Fabric, probeAt } from "../topology/fabric";
import type { ProbedExtension } from "./ends";

/** A place on the way: where probes enter, a port that answers, or a transit switch, which has no probe point. */
export interface TraceHop {
  readonly switchCode: string;
  readonly datacenter: string;
  /** "from switch 116", "to 110A". */
  readonly where: string;
  readonly place:
    | { readonly kind: "origin"; readonly port: number }
    | { readonly kind: "point"; readonly port: number; readonly address: Mac }
    | { readonly kind: "transit" };
}

/**
 * The places of the predicted way from the rack to the resource, in its order: the rack's port, of each further switch
 * the port by which frames come in, and the resource's port.
 *
 * @param limit switches at most
 */
export function traceHops(probed: ProbedExtension, loaded: LoadedPath, limit: number): TraceHop[] {
  const { fabric, route } = probed;
  const switches = walk(loaded.input, "to_resource").hops.flatMap((hop) => (hop.kind === "switch" ? [hop] : []));
  const entering = route.crossings.map(({ far }) => far);
  const asked = switches.slice(0, limit);
  const hops = asked.map((hop, index): TraceHop => {
    const common = { switchCode: hop.code, datacenter: hop.datacenter };
    const before = switches[index - 1];
    if (before === undefined) {
      return { ...common, where: `from ${loaded.rack.name}`, place: { kind: "origin", port: route.rack.number } };
    }
    return { ...common, where: `from switch ${before.code}`, place: enteredBy(fabric, hop, entering, loaded) };
  });
  const last = switches.at(-1);
  if (last === undefined || asked.length < switches.length) return hops;
  const end = { kind: "point" as const, port: route.resource.number, address: probeAt(fabric, route.resource) };
  return [
    ...hops,
    { switchCode: last.code, datacenter: last.datacenter, where: `to ${loaded.resource.name}`, place: end },
  ];
}

function enteredBy(
  fabric: Fabric,
  { code, role }: SwitchHop,
  entering: readonly PortAt[],
  loaded: LoadedPath,
): TraceHop["place"] {
  const at = entering.find(({ switchId }) => switchId === loaded.switches.get(code));
  if (role === "transit" || at === undefined) return { kind: "transit" };
  return { kind: "point", port: at.number, address: probeAt(fabric, at) };
}
