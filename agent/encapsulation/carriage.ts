/** One link's encapsulation with the link in hand: what the rules ask of it, whatever kind of link it is. */
import type { FilterAction } from "../filter";
import type { DatacenterTag, DesiredLink } from "../protocol";
import type { Admission, Encapsulation, Tunnel } from "./encapsulation";
import { ON_LINES, OVER_PROVIDERS } from "./registry";

export interface Carriage {
  readonly tunnel: Tunnel | null;
  readonly device: string;
  readonly framesOneByOne: boolean;
  admit(tag: DatacenterTag): Admission;
  open(): readonly FilterAction[];
  close(tag: DatacenterTag, nearMac: string | null): readonly FilterAction[] | null;
}

function bound<Link>(encapsulation: Encapsulation<Link>, link: Link): Carriage {
  return {
    tunnel: encapsulation.tunnel(link),
    device: encapsulation.device(link),
    framesOneByOne: encapsulation.framesOneByOne === true,
    admit: (tag) => encapsulation.admit(link, tag),
    open: () => encapsulation.open(link),
    close: (tag, nearMac) => encapsulation.close(link, tag, nearMac),
  };
}

/** How the link's frames are sent. */
export function sending(link: DesiredLink): Carriage {
  return link.medium === "line" ? bound(ON_LINES[link.send], link) : bound(OVER_PROVIDERS[link.send], link);
}

/** All the ways in which the link's frames are taken in: two while its encapsulation is being changed. */
export function accepted(link: DesiredLink): Carriage[] {
  if (link.medium === "line") return [...new Set(link.accept)].map((name) => bound(ON_LINES[name], link));
  return [...new Set(link.accept)].map((name) => bound(OVER_PROVIDERS[name], link));
}

/** The tunnel interfaces that the link needs, each once. */
export function tunnelsOf(link: DesiredLink): Tunnel[] {
  const tunnels = [sending(link), ...accepted(link)].flatMap(({ tunnel }) => (tunnel === null ? [] : [tunnel]));
  return [...new Map(tunnels.map((tunnel) => [tunnel.device, tunnel])).values()];
}
