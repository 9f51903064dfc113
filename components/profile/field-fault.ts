import type { Fault } from "../trpc/fault";

/** A fault of the form itself, told as the server would. */
export function localFault(field: string, message: string): Fault {
  return { code: "invalid", message, field, requestId: null };
}

/** The fault's sentence for a field or for a part of it, such as "macs.3" of "macs"; null when it belongs elsewhere. */
export function faultUnder(fault: Fault | null, field: string): string | null {
  if (fault?.field !== field && fault?.field?.startsWith(`${field}.`) !== true) return null;
  return fault.message;
}

/** The fault's sentence when it belongs to none of these fields. */
export function faultElsewhere(fault: Fault | null, fields: readonly string[]): string | null {
  if (fault === null || fields.some((field) => faultUnder(fault, field) !== null)) return null;
  return fault.message;
}
