// Octets that each header takes on a link, for the sums in the encapsulations.

export const ETHERNET_HEADER = 14;
export const TAG = 4;
export const LABEL = 4;
/** IPv4 without options (RFC 791). */
export const IPV4_HEADER = 20;
export const UDP_HEADER = 8;
/** RFC 7348. */
export const VXLAN_HEADER = 8;
/** RFC 2784; with a key 4 more (RFC 2890). */
export const GRE_HEADER = 4;
export const GRE_KEY = 4;
