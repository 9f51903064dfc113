import type { NodeView } from "@/server/services/health/view";
import type { StateShape } from "../state/shape";

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Octets in the largest unit of 1,024 that leaves one or more: "812 B", "85.8 MiB". */
export function sizeText(octets: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, octets)) / 10));
  const value = octets / 1024 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${UNITS[step]}`;
}

/** "12 % free of 3.8 GiB". */
export function freeText(free: number, total: number): string {
  const share = total === 0 ? 0 : Math.floor((100 * free) / total);
  return `${share} % free of ${sizeText(total)}`;
}

const STRAINS: Record<NodeView["strains"][number], string> = {
  cpu: "more work than CPUs",
  memory: "short of memory",
  disk: "short of disk",
};

/** A node's state as shape and words; `lateMs` is what passed since the portal answered. */
export function nodeWords(node: NodeView, lateMs: number): { shape: StateShape; words: string } {
  if (node.ageMs === null) return { shape: "released", words: "not heard yet" };
  if (node.state === "stale" || lateMs > LATE_MS) return { shape: "degraded", words: "stale" };
  if (node.strains.length > 0) {
    return { shape: "degraded", words: node.strains.map((strain) => STRAINS[strain]).join(", ") };
  }
  return { shape: "live", words: "well" };
}

/** An answer of the portal that is older than this is stale itself, ms. */
const LATE_MS = 16_000;
