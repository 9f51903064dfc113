import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { type ErrorCode, ServiceError } from "./errors";

/** An error as it travels: stable code, a sentence, and the input field that it belongs to. */
export interface Fault {
  readonly code: ErrorCode | "internal";
  readonly message: string;
  readonly field: string | null;
}

const HTTP_CODE = {
  invalid: "BAD_REQUEST",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  exhausted: "PRECONDITION_FAILED",
  forbidden: "FORBIDDEN",
  signed_out: "UNAUTHORIZED",
} as const satisfies Record<ErrorCode, TRPCError["code"]>;

/** Gives a service's error the HTTP status of its code; leaves every other error as it is. */
export function asTrpcError(error: TRPCError): TRPCError {
  const { cause } = error;
  if (!(cause instanceof ServiceError)) return error;
  return new TRPCError({ code: HTTP_CODE[cause.code], message: cause.message, cause });
}

/** What may be said about an error. The message of an error that nobody foresaw never travels. */
export function faultOf(error: TRPCError, requestId: string): Fault {
  const { cause } = error;
  if (cause instanceof ServiceError) return { code: cause.code, message: cause.message, field: cause.field };
  if (cause instanceof ZodError) return inputFault(cause);
  if (error.code === "NOT_FOUND") return { code: "not_found", message: error.message, field: null };
  if (error.code !== "INTERNAL_SERVER_ERROR") return { code: "invalid", message: error.message, field: null };
  const message = `Something on our side failed. Try again; the request id is ${requestId}.`;
  return { code: "internal", message, field: null };
}

function inputFault(error: ZodError): Fault {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return { code: "invalid", message: issue?.message ?? "The input is wrong.", field: path === "" ? null : path };
}
