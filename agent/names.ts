/** Names in the kernel. They derive from port numbers alone, never from anything a tenant typed. */
import { type PortNumber, portNumber } from "./protocol";

/** The one bridge of a switch; its VLANs are segment numbers. */
export const BRIDGE = "fab";
/** Interface alias of every link that the agent makes: without it a link is somebody else's and stays untouched. */
export const OWNER_ALIAS = "dovetail";
/** Start of the cookie of every tc action that the agent makes, hexadecimal. */
export const COOKIE_MARK = "d07e";
/** MTU of the links inside a switch, octets: room for a client's frame with all its tags. */
export const INSIDE_MTU = 9000;

/** The port itself: a cable's end, or the tenant side of a pseudowire. */
export const portDevice = (port: PortNumber): string => `p-${port}`;
/** The adapter's outer end: tags are pushed and popped between it and the port. */
export const adapterDevice = (port: PortNumber): string => `a-${port}`;
/** The adapter's inner end: the bridge port. */
export const bridgePortDevice = (port: PortNumber): string => `b-${port}`;
/** A line's end in this switch, below a pseudowire. */
export const lineDevice = (port: PortNumber): string => `l-${port}`;
/** The pseudowire's line side: the label is pushed and popped between it and the line. */
export const wireDevice = (port: PortNumber): string => `w-${port}`;

/** The port that a device name belongs to; null for every name that is not one of the five above. */
export function portOfDevice(name: string): PortNumber | null {
  const digits = /^[pablw]-([1-9][0-9]{0,3})$/.exec(name)?.[1];
  if (digits === undefined) return null;
  return portNumber.parse(Number(digits));
}
