/** An EtherType as typed, "0806" or "0x0806"; null for what is none. Numbers below 0x0600 are lengths (IEEE 802.3 clause 3.2.6). */
export function typedEtherType(text: string): number | null {
  if (!/^(0x)?[\da-f]{1,4}$/i.test(text)) return null;
  const value = Number.parseInt(text.replace(/^0x/i, ""), 16);
  return value >= 0x0600 ? value : null;
}

/** An IPv4 address or prefix as typed, as a prefix: "10.20.30.7" is "10.20.30.7/32"; null for what is none. */
export function typedPrefix(text: string): string | null {
  const [address = "", bits = "32", ...more] = text.split("/");
  const octets = address.split(".");
  const isAddress = octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256);
  if (!isAddress || more.length > 0 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return null;
  return `${octets.map(Number).join(".")}/${Number(bits)}`;
}

/** A TCP or UDP port as typed; null for what is none. */
export function typedPort(text: string): number | null {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
}
