/** Units of a bit rate, in bit/s. */
export const RATE_UNITS = { "kbit/s": 1_000, "Mbit/s": 1_000_000, "Gbit/s": 1_000_000_000 } as const;
export type RateUnit = keyof typeof RATE_UNITS;

/** A bit rate as typed; an empty amount is none. */
export interface RateDraft {
  readonly amount: string;
  readonly unit: RateUnit;
}
export const NO_RATE: RateDraft = { amount: "", unit: "Mbit/s" };

/** A bit rate as one would type it, in the largest unit that it reaches; null is an empty field. */
export function rateDraftOf(bitsPerSecond: number | null): RateDraft {
  if (bitsPerSecond === null) return NO_RATE;
  const unit = ["Gbit/s", "Mbit/s"].find(isUnitUnder(bitsPerSecond)) ?? "kbit/s";
  return { amount: String(bitsPerSecond / RATE_UNITS[unit]), unit };
}

function isUnitUnder(bitsPerSecond: number) {
  return (unit: string): unit is RateUnit => isRateUnit(unit) && bitsPerSecond >= RATE_UNITS[unit];
}

/** Whether a text names one of the units. */
export function isRateUnit(text: string): text is RateUnit {
  return text in RATE_UNITS;
}

/** The rate in whole bit/s; null for an empty amount, NaN for what is no number. "2,5" is read as "2.5". */
export function typedRate({ amount, unit }: RateDraft): number | null {
  const plain = amount.trim().replace(",", ".");
  if (plain === "") return null;
  return /^-?\d+(\.\d+)?$/.test(plain) ? Math.round(Number(plain) * RATE_UNITS[unit]) : Number.NaN;
}
