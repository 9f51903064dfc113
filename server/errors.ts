/** What went wrong, for a program. Closed set; `docs/architecture.md` lists them with their HTTP status. */
export type ErrorCode =
  | "invalid" // the input breaks a rule of the field
  | "not_found" // absent, or another tenant's
  | "conflict" // the state of something else forbids it
  | "exhausted" // a pool has nothing left
  | "forbidden" // the person may not do this kind of thing
  | "signed_out";

/** The only error that travels to a client: what happened, to what, and what to do next. */
export class ServiceError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** What and why, as a sentence; then the next step. */
    message: string,
    /** The input field that it belongs to, e.g. "mac". */
    readonly field: string | null = null,
  ) {
    super(message);
    this.name = "ServiceError";
  }
}

/** Absent and foreign are told alike, so that nobody learns which ids exist. */
export function notFound(kind: string, id: string): ServiceError {
  return new ServiceError("not_found", `There is no ${kind} ${id} here. Check the id, or open the list of yours.`);
}
