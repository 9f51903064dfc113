/** Names in the kernel. They derive from port and bridge numbers alone, never from anything a tenant typed. */
import { type PortNumber, portNumber } from "./protocol";

/** Start of the name of a switch's bridges: `fab`, then `fab-1` and so on. Their VLANs stand for segment numbers. */
const BRIDGE = "fab";
/** Interface alias of every link that the agent makes: without it a link is somebody else's and stays untouched. */
export const OWNER_ALIAS = "dovetail";
/** Start of the cookie of every tc action that the agent makes, hexadecimal. */
export const COOKIE_MARK = "d07e";
/** MTU of the cables that the agent makes to machines, octets: room for a client's frame with all its tags. */
export const INSIDE_MTU = 9000;
/** MTU of everything between a switch's ports, octets: more than the largest cable in use (9,216) with all tags, so never what limits. */
export const FABRIC_MTU = 9_500;

/** The bridge with this index, from 0. */
export const bridgeDevice = (index: number): string => (index === 0 ? BRIDGE : `${BRIDGE}-${index}`);
/** The port itself: a cable's end, or the tenant side of a pseudowire. */
export const portDevice = (port: PortNumber): string => `p-${port}`;
/** The adapter's outer end: tags are pushed and popped between it and the port. One adapter a bridge that the port is on. */
export const adapterDevice = (port: PortNumber, bridge = 0): string => `a-${port}${suffix(bridge)}`;
/** The adapter's inner end: the bridge port. */
export const bridgePortDevice = (port: PortNumber, bridge = 0): string => `b-${port}${suffix(bridge)}`;
/** The end of a dedicated line or of a provider link in this switch. */
export const lineDevice = (link: PortNumber): string => `l-${link}`;
/** The far side of a pseudowire's port: from here frames go to links, and what links bring comes out here. */
export const wireDevice = (port: PortNumber): string => `w-${port}`;
/** Tunnel interfaces over a provider link: VXLAN, NVGRE, and GRE for MPLS. */
export const vxlanDevice = (link: PortNumber): string => `x-${link}`;
export const nvgreDevice = (link: PortNumber): string => `n-${link}`;
export const greDevice = (link: PortNumber): string => `g-${link}`;

/** The pair by which the probe program's frames enter and come out: it holds the first end, the second one's rules share them out. */
export const PROBE_DEVICES = { program: "q-0", fabric: "q-1" } as const;

const suffix = (bridge: number): string => (bridge === 0 ? "" : `.${bridge}`);

/** The port or link that a device name belongs to; null for every name that is not one of those above. */
export function portOfDevice(name: string): PortNumber | null {
  const [, plain, adapter] = /^(?:[pablwxng]-([1-9][0-9]{0,3})|[ab]-([1-9][0-9]{0,3})\.[1-9][0-9]?)$/.exec(name) ?? [];
  const digits = plain ?? adapter;
  return digits === undefined ? null : portNumber.parse(Number(digits));
}

/** The bridge that the name of an adapter's end says, from 0: `b-7.2` is on bridge 2. */
export function bridgeOfAdapter(name: string): number {
  return Number(/^[ab]-[0-9]+\.([0-9]+)$/.exec(name)?.[1] ?? 0);
}
