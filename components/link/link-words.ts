import type { LinkView, PseudowireView } from "@/server/services/link/view";

/** What a link is, for people (seed paras 67 and 70). */
export const MEDIUM_WORDS: Record<LinkView["medium"], string> = { line: "dedicated line", provider: "provider link" };

/** Microseconds as typed in milliseconds, without zeros that say nothing: "9", "0.25". */
export function msText(micros: number): string {
  return String(micros / 1_000);
}

/** Microseconds as milliseconds of a column: one digit behind the point, three where one would hide something. */
export function msColumnText(micros: number): string {
  return (micros / 1_000).toFixed(micros % 100 === 0 ? 1 : 3);
}

/** "DC1 – DC2", or "DC1 – DC2 avoid 224" for a pseudowire with a way of its own. */
export function pseudowireName({ a, b, way }: Pick<PseudowireView, "a" | "b" | "way">): string {
  const ends = `${a.datacenterCode} – ${b.datacenterCode}`;
  return way === "" ? ends : `${ends} ${way}`;
}

/** "no VLAN", "1 VLAN", "12 VLANs". */
export function vlansText(count: number): string {
  if (count === 0) return "no VLAN";
  return count === 1 ? "1 VLAN" : `${count} VLANs`;
}
