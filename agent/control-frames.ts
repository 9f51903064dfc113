/**
 * Control frames of IEEE 802 (802.1Q table 8-1): a bridge ends them, so those that a tenant ordered cross the switches under
 * another destination of ours, and get their own back where they leave.
 */
import type { ControlProtocol } from "./protocol";

const LAST_OCTET: Readonly<Record<ControlProtocol, string>> = {
  stp: "00",
  pause: "01",
  lacp: "02",
  eapol: "03",
  lldp: "0e",
};
const STANDARD = "01:80:c2:00:00";
/** A locally administered group address, so that bridges flood it (IEEE 802 clause 8). */
const INSIDE = "03:d0:7e:00:00";

/** Every control protocol, in the order of the addresses. */
export const CONTROL_PROTOCOLS: readonly ControlProtocol[] = ["stp", "pause", "lacp", "eapol", "lldp"];

/** The address that a protocol's frames have at the machines. */
export const controlAddress = (protocol: ControlProtocol): string => `${STANDARD}:${LAST_OCTET[protocol]}`;
/** The address that they have on the way. */
export const carriedAddress = (protocol: ControlProtocol): string => `${INSIDE}:${LAST_OCTET[protocol]}`;

/** The sixteen addresses that no bridge forwards, as one match of tc. */
export const CONTROL_RANGE = `${STANDARD}:00/44`;
/** The sixteen that stand for them on the way: nobody but us may send them. */
export const CARRIED_RANGE = `${INSIDE}:00/44`;
