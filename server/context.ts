import "server-only";
import { randomUUID } from "node:crypto";
import { type Database, openDatabase } from "@/db/client";
import { type Auth, createAuth } from "./auth";
import { newId } from "./domain/id";
import { env } from "./env";
import { createLiveStore } from "./live/create-live-store";
import type { LiveStore } from "./live/store";
import type { Actor, ServiceContext } from "./services/context";
import type { UserActor } from "./services/scope";
import { actorOfUser } from "./services/tenant/actor";

/** What one portal process has once. */
interface Portal {
  readonly db: Database;
  readonly live: LiveStore;
  readonly auth: Auth;
}

declare global {
  // Next may load this module once for each bundle; two databases or two live stores would not hear each other.
  var dovetailPortal: Portal | undefined;
}

/** The portal of this process, opened at the first call and not while a build loads modules. */
export function portal(): Portal {
  globalThis.dovetailPortal ??= openPortal();
  return globalThis.dovetailPortal;
}

function openPortal(): Portal {
  const { databaseFile, url, secret, demo } = env();
  const db = openDatabase(databaseFile);
  return { db, live: createLiveStore(), auth: createAuth({ db, url, secret, demo }) };
}

/** What a service verb gets when `actor` calls it. */
export function contextFor<A extends Actor>(actor: A, requestId: string = randomUUID()): ServiceContext & { actor: A } {
  const { db, live } = portal();
  return { db, live, actor, now: Date.now, newId, requestId };
}

/** A request before it is known whether anybody is signed in. */
export type RequestContext = Omit<ServiceContext, "actor"> & { readonly actor: UserActor | null };

/** Makes the context of one HTTP request; its cookies say who acts. */
export async function createRequestContext(headers: Headers): Promise<RequestContext> {
  const { db, live, auth } = portal();
  const session = await auth.api.getSession({ headers });
  const actor = session === null ? null : await actorOfUser(db.read, session.user);
  return { db, live, actor, now: Date.now, newId, requestId: randomUUID() };
}
