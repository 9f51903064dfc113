import type { z } from "zod";
import type { Database } from "@/db/client";
import { type ErrorCode, ServiceError } from "../../errors";
import { parseInput } from "../parse-input";
import type { AgentActor, AgentContext } from "./context";
import { readBody } from "./read-body";
import { recogniseAgent } from "./recognise";

/** One of the three calls of an agent. */
export interface Door<Schema extends z.ZodType, Reply> {
  readonly schema: Schema;
  /** Longer messages are refused unread. */
  readonly maxOctets: number;
  answer(ctx: AgentContext, message: z.output<Schema>, signal: AbortSignal): Promise<Reply>;
}

/** What a door needs of the portal. */
export interface AgentPortal {
  readonly db: Database;
  contextFor(actor: AgentActor): AgentContext;
  /** Takes down an error that nobody foresaw; its words do not travel. */
  noteFailure(error: unknown): void;
}

/** Answers one call over HTTP: token, size, schema, verb; every refusal is an `agentError` of the protocol. */
export async function answerAgent<Schema extends z.ZodType, Reply>(
  request: Request,
  portal: AgentPortal,
  door: Door<Schema, Reply>,
): Promise<Response> {
  try {
    const actor = await recogniseAgent(portal.db.read, request.headers.get("authorization"));
    const message = readMessage(door.schema, await readBody(request, door.maxOctets));
    return Response.json(await door.answer(portal.contextFor(actor), message, request.signal));
  } catch (error) {
    return refusal(error, portal);
  }
}

function readMessage<Schema extends z.ZodType>(schema: Schema, body: string): z.output<Schema> {
  return parseInput(schema, jsonOf(body));
}

/** Whatever JSON it is: the schema decides about it. */
function jsonOf(body: string) {
  try {
    return JSON.parse(body);
  } catch {
    throw new ServiceError("invalid", "The message is not JSON. Send what agent/protocol.ts describes.");
  }
}

const STATUS = {
  invalid: 400,
  signed_out: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  exhausted: 409,
} as const satisfies Record<ErrorCode, number>;

function refusal(error: unknown, portal: AgentPortal): Response {
  if (error instanceof ServiceError) {
    const message = error.field === null ? error.message : `${error.field}: ${error.message}`;
    return Response.json({ code: error.code, message }, { status: STATUS[error.code] });
  }
  portal.noteFailure(error);
  return Response.json(
    { code: "internal", message: "Something on the portal's side failed. Try again." },
    { status: 500 },
  );
}
