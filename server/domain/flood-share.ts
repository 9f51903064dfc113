/** Share of an extension's bandwidth that broadcast, multicast and unknown unicast may take, in percent, unless ordered otherwise. */
export const FLOOD_PERCENT = 5;
/** Bandwidth that the share is taken of where none is ordered, bit/s. */
export const FLOOD_BASIS = 1_000_000_000;

/** What floods may take, bit/s and at least 8,000; null where they are not limited. */
export function floodShare(ordered: {
  readonly bandwidth: number | null;
  readonly floodPercent: number | null;
}): number | null {
  const { bandwidth, floodPercent } = ordered;
  if (floodPercent === null) return null;
  return Math.max(8_000, Math.round(((bandwidth ?? FLOOD_BASIS) * floodPercent) / 100));
}
