import type { TRPCClientErrorLike } from "@trpc/client";
import type { AppRouter } from "@/server/root";

/** Any error of an API call. */
export type ApiError = TRPCClientErrorLike<AppRouter>;

/** What went wrong, in the server's words. `code` is "unreachable" when no answer came at all. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly requestId: string | null;
}

/** Reads an API error; null when there is none. */
export function faultOf(error: ApiError | null | undefined): Fault | null {
  if (!error) return null;
  const known = error.data?.dovetail;
  if (known) return { code: known.code, message: error.message, field: known.field, requestId: known.requestId };
  return {
    code: "unreachable",
    message: "The portal did not answer. Check the connection; nothing was changed unless you see it here. Try again.",
    field: null,
    requestId: null,
  };
}

/** The fault's sentence for one field; null when it belongs elsewhere. */
export function fieldFault(fault: Fault | null, field: string): string | null {
  return fault !== null && fault.field === field ? fault.message : null;
}

/** The fault's sentence when it belongs to none of the form's fields. */
export function formFault(fault: Fault | null, fields: readonly string[]): string | null {
  if (fault === null) return null;
  return fault.field !== null && fields.includes(fault.field) ? null : fault.message;
}
