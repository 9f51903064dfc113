import type { Mac, PortNumber } from "@/agent/protocol";
import type { SwitchHop } from "../../domain/frame-path";
import { walk } from "../../domain/walk";
import type { LoadedPath } from "../path/load";
import { probeAt, transitProbeAt } from "../topology/fabric";
import type { ProbedExtension } from "./ends";

/** A place on the way: where probes enter, a port or a link's end that answers, or a switch in front of an end. */
export interface TraceHop {
  readonly switchCode: string;
  readonly datacenter: string;
  /** "from switch 116", "to 110A". */
  readonly where: string;
  readonly port: number;
  readonly place:
    | { readonly kind: "origin" }
    | { readonly kind: "point"; readonly address: Mac }
    /** Outside the port where probes enter, or end. */
    | { readonly kind: "front" };
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
  return switches.slice(0, limit).flatMap((hop, index): TraceHop[] => {
    const common = { switchCode: hop.code, datacenter: hop.datacenter };
    const before = switches[index - 1];
    const where = before === undefined ? `from ${loaded.rack.name}` : `from switch ${before.code}`;
    const entered: TraceHop = { ...common, where, ...enteredBy(probed, loaded, hop) };
    if (switchIdOf(loaded, hop) !== route.resource.switchId) return [entered];
    const place = { kind: "point", address: probeAt(fabric, route.resource) } as const;
    return [entered, { ...common, where: `to ${loaded.resource.name}`, port: route.resource.number, place }];
  });
}

type Entered = Pick<TraceHop, "place"> & { readonly port: PortNumber };

/** A transit has a probe point for each path: asked is that of the path which the frames take now. */
function enteredBy({ fabric, route }: ProbedExtension, loaded: LoadedPath, hop: SwitchHop): Entered {
  const { wire } = loaded;
  const switchId = switchIdOf(loaded, hop);
  if (hop.role === "transit" && wire !== null) {
    const address = transitProbeAt(fabric, switchId, wire.used.tagToFar);
    return { port: hop.inPort, place: { kind: "point", address } };
  }
  if (switchId === route.rack.switchId) return { port: route.rack.number, place: { kind: "origin" } };
  const at = route.crossings.find(({ far }) => far.switchId === switchId)?.far;
  if (at === undefined) return { port: hop.inPort, place: { kind: "front" } };
  return { port: at.number, place: { kind: "point", address: probeAt(fabric, at) } };
}

function switchIdOf({ switches }: LoadedPath, { code }: SwitchHop): string {
  const switchId = switches.get(code);
  if (switchId === undefined) throw new Error(`switch ${code} is not on the path`);
  return switchId;
}
