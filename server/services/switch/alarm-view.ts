/** A sign of a mistake or an attack at a machine's port, seen within the last minute. */
export interface AlarmView {
  /** Sources that the profile does not declare, more of them than its quota, or one that moves between ports again and again. */
  readonly kind: "undeclared_address" | "too_many_addresses" | "moving_address";
  readonly port: number;
  /** The attachment at which it was seen: "7/10". */
  readonly key: string;
  /** Null where the rule that refuses it only counts. */
  readonly mac: string | null;
  /** The port that it also was at; null where it did not move. */
  readonly other: number | null;
  /** Frames that were refused, or moves, since it began. */
  readonly count: number;
  /** First and last sign, ms since 1970. */
  readonly since: number;
  readonly last: number;
}
