const STEPS = [
  { unit: "d", ms: 86_400_000 },
  { unit: "h", ms: 3_600_000 },
  { unit: "min", ms: 60_000 },
  { unit: "s", ms: 1_000 },
] as const;

/** An age in its largest whole unit: "4 s", "12 min", "3 h", "2 d". Ages under a second are "0 s". */
export function ageText(ms: number): string {
  const step = STEPS.find((candidate) => ms >= candidate.ms) ?? STEPS[STEPS.length - 1];
  if (step === undefined) return "0 s";
  return `${Math.floor(Math.max(0, ms) / step.ms)} ${step.unit}`;
}

/** A span between frames: microseconds below a millisecond, then milliseconds, then seconds. */
export function spanText(micros: number): string {
  if (micros < 1_000) return `${Math.round(micros)} µs`;
  if (micros < 10_000) return `${(micros / 1_000).toFixed(2)} ms`;
  if (micros < 1_000_000) return `${(micros / 1_000).toFixed(1)} ms`;
  return `${(micros / 1_000_000).toFixed(2)} s`;
}

/** A kernel time stamp as UTC time of day with microseconds: "19:26:03.004512". */
export function clockText(micros: number): string {
  const whole = Math.floor(micros / 1_000_000);
  const rest = String(Math.floor(micros % 1_000_000)).padStart(6, "0");
  return `${new Date(whole * 1_000).toISOString().slice(11, 19)}.${rest}`;
}

/** Numbers with a thin space between thousands, the same in every browser. */
export function countText(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** "1 frame", "1 204 frames". */
export function framesText(count: number): string {
  return `${countText(count)} ${count === 1 ? "frame" : "frames"}`;
}
