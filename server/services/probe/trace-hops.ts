import type { Mac } from "@/agent/protocol";
import type { PortAt } from "../../domain/attachments";
import type { SwitchHop } from "../../domain/frame-path";
import { walk } from "../../domain/walk";
import type { LoadedPath } from "../path/load";
import { type Fabric, probeAt, transitProbeAt } from "../topology/fabric";
import { behindFront, cableEnd, uplinkOf } from "../topology/series";
import type { ProbedExtension } from "./ends";

/** A place on the way: where probes enter, or a port or a link's end that answers. */
export interface TraceHop {
  readonly switchCode: string;
  readonly datacenter: string;
  /** "from switch 116", "to 110A". */
  readonly where: string;
  readonly place:
    | { readonly kind: "origin"; readonly port: number }
    | { readonly kind: "point"; readonly port: number; readonly address: Mac };
}

/**
 * The places of the predicted way from the rack to the resource, in its order: the rack's port, of each further switch
 * the port by which frames come in, at a transit switch the link's end, and the resource's port.
 *
 * @param limit switches at most
 */
export function traceHops(probed: ProbedExtension, loaded: LoadedPath, limit: number): TraceHop[] {
  const { fabric, route } = probed;
  const switches = walk(loaded.input, "to_resource").hops.flatMap((hop) => (hop.kind === "switch" ? [hop] : []));
  const entering = [
    ...behindFront(fabric.series, route.rack),
    ...route.crossings.map(({ far }) => far),
    ...uplinkOf(fabric.series, route.resource),
  ];
  const asked = switches.slice(0, limit);
  const hops = asked.map((hop, index): TraceHop => {
    const common = { switchCode: hop.code, datacenter: hop.datacenter };
    const before = switches[index - 1];
    if (before === undefined) {
      return {
        ...common,
        where: `from ${loaded.rack.name}`,
        place: { kind: "origin", port: cableEnd(fabric.series, route.rack).number },
      };
    }
    return { ...common, where: `from switch ${before.code}`, place: enteredBy(fabric, hop, entering, loaded) };
  });
  const last = switches.at(-1);
  if (last === undefined || asked.length < switches.length) return hops;
  const at = cableEnd(fabric.series, route.resource);
  const end = { kind: "point" as const, port: at.number, address: probeAt(fabric, at) };
  return [
    ...hops,
    { switchCode: last.code, datacenter: last.datacenter, where: `to ${loaded.resource.name}`, place: end },
  ];
}

/** A transit has a probe point for each path: asked is that of the path which the frames take now. */
function enteredBy(
  fabric: Fabric,
  { code, role, inPort }: SwitchHop,
  entering: readonly PortAt[],
  { switches, wire }: LoadedPath,
): TraceHop["place"] {
  const switchId = switches.get(code);
  if (role === "transit" && wire !== null && switchId !== undefined) {
    return { kind: "point", port: inPort, address: transitProbeAt(fabric, switchId, wire.used.tagToFar) };
  }
  const at = entering.find((end) => end.switchId === switchId);
  if (at === undefined) throw new Error(`no port by which frames come in at switch ${code}`);
  return { kind: "point", port: at.number, address: probeAt(fabric, at) };
}
