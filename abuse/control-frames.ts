/** Layer 2 control protocols, each as a frame that a client's switch might send; the marker is in what follows. */

/** What a service profile decides for each. */
export type ControlProtocol = "STP" | "LACP" | "LLDP" | "pause" | "EAPOL" | "CDP";

export interface ControlFrame {
  readonly protocol: ControlProtocol;
  readonly to: string;
  /** EtherType or length, and the start of the payload. */
  readonly head: string;
}

export const CONTROL_FRAMES: readonly ControlFrame[] = [
  // IEEE 802.1D: length, LLC 42 42 03, a configuration BPDU that claims to be the root
  {
    protocol: "STP",
    to: "0180c2000000",
    head: "0034424203000000000000000000000000000000000000000000000000000000000000001400020 00f00".replace(" ", ""),
  },
  // IEEE 802.1AX: slow protocols, LACP version 1
  { protocol: "LACP", to: "0180c2000002", head: "88090101" },
  // IEEE 802.1AB: chassis ID, port ID, TTL
  { protocol: "LLDP", to: "0180c200000e", head: "88cc0207040200000000010402 07620602 00780000".replaceAll(" ", "") },
  // IEEE 802.3 annex 31B: pause for the longest time
  { protocol: "pause", to: "0180c2000001", head: "88080001ffff" },
  // IEEE 802.1X: EAPOL start
  { protocol: "EAPOL", to: "0180c2000003", head: "888e01010000" },
  // CDP version 2 in SNAP
  { protocol: "CDP", to: "01000ccccccc", head: "0034aaaa0300000c200002b40000" },
];
