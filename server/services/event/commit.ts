import type { Queryable } from "@/db/client";
import type { LiveEvent } from "../../live/store";
import type { ServiceContext } from "../context";

/** A change under way: the transaction, who makes it, and what to tell the bus when it is durable. */
export interface Work {
  readonly tx: Queryable;
  readonly ctx: ServiceContext;
  /** Kept until after the commit: who is woken by it must find the rows. */
  announce(event: LiveEvent): void;
}

/** Runs `change` in one transaction and publishes what it announced once that is committed; nothing when it fails. */
export async function commit<T>(ctx: ServiceContext, change: (work: Work) => Promise<T>): Promise<T> {
  const events: LiveEvent[] = [];
  const value = await ctx.db.transact((tx) => change({ tx, ctx, announce: (event) => events.push(event) }));
  for (const event of events) ctx.live.publish(event);
  return value;
}
