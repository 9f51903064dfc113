import type { ClientRule } from "@/agent/protocol";

type Match = ClientRule["match"];

/** What a rule matches, in words: "TCP from 10.20.30.0/24 to port 23". */
export function matchWords(match: Match): string {
  const parts = [
    match.ipProtocol?.toUpperCase() ??
      (match.etherType === undefined ? "" : `EtherType 0x${match.etherType.toString(16).padStart(4, "0")}`),
    endWords("from", match.sourceMac, match.sourceIp, match.sourcePort),
    endWords("to", match.destinationMac, match.destinationIp, match.destinationPort),
    match.priority === undefined ? "" : `with priority ${match.priority}`,
  ];
  const words = parts.filter((part) => part !== "").join(" ");
  return match.ipProtocol === undefined && match.etherType === undefined ? `frames ${words}` : words;
}

function endWords(direction: "from" | "to", mac?: string, ip?: string, port?: number): string {
  const what = [mac, ip, port === undefined ? undefined : `port ${port}`].filter((part) => part !== undefined);
  return what.length === 0 ? "" : `${direction} ${what.join(" ")}`;
}

/** A bandwidth as people say it: "10 Mbit/s". */
export function bandwidthWords(bitsPerSecond: number): string {
  const units = [
    { size: 1_000_000_000, name: "Gbit/s" },
    { size: 1_000_000, name: "Mbit/s" },
    { size: 1_000, name: "kbit/s" },
  ];
  const unit = units.find(({ size }) => bitsPerSecond >= size) ?? { size: 1, name: "bit/s" };
  return `${Number((bitsPerSecond / unit.size).toPrecision(4))} ${unit.name}`;
}
