import type { ClientVlan, Mac } from "@/agent/protocol";

const ARP = "0806";
/** Ethernet, IPv4, their lengths, request (RFC 826). */
const ARP_REQUEST = "0001080006040001";
/** Octets of an Ethernet frame without FCS that a sender must at least fill (IEEE 802.3 clause 3.2.8). */
const MIN_FRAME = 60;

/**
 * An ARP announcement (RFC 5227 clause 3): a machine says its own address to everybody, so that switches learn where it is
 * and neighbours keep what they know.
 *
 * @param ip IPv4 in dotted form
 * @returns the frame from destination MAC to padding, hexadecimal
 */
export function announcementFrame(mac: Mac, clientVlan: ClientVlan, ip: string): string {
  const own = mac.replaceAll(":", "");
  const address = ip
    .split(".")
    .map((octet) => Number(octet).toString(16).padStart(2, "0"))
    .join("");
  const tag = clientVlan === "untagged" ? "" : `8100${clientVlan.toString(16).padStart(4, "0")}`;
  const arp = `${ARP_REQUEST}${own}${address}${"0".repeat(12)}${address}`;
  return `${"f".repeat(12)}${own}${tag}${ARP}${arp}`.padEnd(MIN_FRAME * 2, "0");
}
