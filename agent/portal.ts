/** The portal as the agent sees it: three calls over HTTP, each reply checked. */
import type { z } from "zod";
import { deadline } from "./deadline";
import {
  agentError,
  type JoinRequest,
  joinReply,
  type ReportRequest,
  reportReply,
  WATCH_HOLD_MS,
  type WatchRequest,
  watchReply,
} from "./protocol";

export interface Portal {
  join(request: JoinRequest, signal: AbortSignal): Promise<z.infer<typeof joinReply>>;
  /** Answers when there is news, or after WATCH_HOLD_MS. */
  watch(request: WatchRequest, signal: AbortSignal): Promise<z.infer<typeof watchReply>>;
  report(request: ReportRequest, signal: AbortSignal): Promise<z.infer<typeof reportReply>>;
}

/** The portal is away, refuses, or speaks another protocol. `code` is the portal's own where it gave one. */
export class PortalError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const CALL_MS = 10_000;

/** A portal at `url`, with the switch's token. */
export function httpPortal(url: string, token: string): Portal {
  const call = async <T extends z.ZodType>(path: string, body: object, reply: T, outer: AbortSignal, ms = CALL_MS) => {
    const { signal, close } = deadline(outer, ms);
    try {
      return await post(new URL(`/api/agent/${path}`, url), token, body, reply, signal);
    } finally {
      close();
    }
  };
  return {
    join: (request, signal) => call("join", request, joinReply, signal),
    watch: (request, signal) => call("watch", request, watchReply, signal, WATCH_HOLD_MS + CALL_MS),
    report: (request, signal) => call("report", request, reportReply, signal),
  };
}

async function post<T extends z.ZodType>(
  url: URL,
  token: string,
  body: object,
  reply: T,
  signal: AbortSignal,
): Promise<z.infer<T>> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const request = { method: "POST", headers, body: JSON.stringify(body), signal };
  const answer = await fetch(url, request).catch((cause: unknown) => {
    throw new PortalError("agent.portal_away", `The portal at ${url.origin} does not answer.`, { cause });
  });
  const text = await answer.text();
  if (!answer.ok) throw refusal(url, answer.status, text);
  const parsed = reply.safeParse(jsonOrNull(text));
  if (parsed.success) return parsed.data;
  throw new PortalError("agent.bad_reply", `${url.pathname} answered what the protocol does not know.`);
}

function refusal(url: URL, status: number, text: string): PortalError {
  const said = agentError.safeParse(jsonOrNull(text)).data;
  if (said === undefined) return new PortalError("agent.refused", `${url.pathname} was refused with status ${status}.`);
  return new PortalError(said.code, `${url.pathname} was refused: ${said.message}`);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
