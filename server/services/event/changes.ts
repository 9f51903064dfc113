import { z } from "zod";
import type { LiveEvent } from "../../live/store";
import type { ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { visibleTenant } from "../scope";
import { openQueue } from "./queue";
import { switchNews } from "./switch-news";
import { newestTransition, transitionsSince } from "./transitions-since";
import type { NumberedChange } from "./view";

export const changesInput = z
  .object({
    /** Id of the last event that was received; the stream goes on after it. */
    lastEventId: z.string().regex(/^\d+$/, "An event's id is a number.").nullish(),
  })
  .optional();

/**
 * What changes, as it changes: a member hears of the tenant's own, an operator of everything. Listening begins before
 * the transitions after `lastEventId` are read, so nothing falls in between. Events carry the number of the last
 * transition; those about requests, machines and switches are not replayed, whoever reconnects reads these again.
 *
 * @param signal ends the stream
 */
export async function* streamChanges({
  ctx,
  input,
  signal,
}: {
  ctx: ServiceContext;
  input: z.input<typeof changesInput>;
  signal: AbortSignal;
}): AsyncGenerator<NumberedChange> {
  const tenantId = visibleTenant(ctx);
  const lastEventId = parseInput(changesInput, input)?.lastEventId ?? null;
  const queue = openQueue(ctx.live, signal);
  const showsNews = switchNews(ctx.live);
  try {
    let last = lastEventId === null ? await newestTransition(ctx.db.read) : Number(lastEventId);
    async function* newTransitions(): AsyncGenerator<NumberedChange> {
      for (const { number, event } of await transitionsSince(ctx.db.read, last, tenantId)) {
        last = number;
        yield event;
      }
    }
    yield* newTransitions();
    for await (const event of queue) {
      if (event.kind === "extension" && concerns(event, tenantId)) yield* newTransitions();
      const change = otherChange(event, tenantId, showsNews);
      if (change !== null) yield { id: String(last), change };
    }
  } finally {
    queue.close();
  }
}

function concerns(event: Extract<LiveEvent, { tenantId: string }>, tenantId: string | null): boolean {
  return tenantId === null || event.tenantId === tenantId;
}

/** Requests for whom they concern, switches for operators; extensions come with their transitions. */
function otherChange(
  event: LiveEvent,
  tenantId: string | null,
  showsNews: (switchId: string) => boolean,
): NumberedChange["change"] | null {
  if (event.kind === "extension") return null;
  if (event.kind === "request" || event.kind === "machine") {
    return concerns(event, tenantId) ? { kind: event.kind, id: event.id } : null;
  }
  if (tenantId !== null) return null;
  if (event.kind === "switch_report" && !showsNews(event.switchId)) return null;
  return { kind: "switch", id: event.switchId };
}
