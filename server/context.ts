import "server-only";
import { randomUUID } from "node:crypto";
import { type Database, openDatabase } from "@/db/client";
import { type Auth, createAuth } from "./auth";
import { newId } from "./domain/id";
import { env } from "./env";
import { createLiveStore } from "./live/create-live-store";
import type { LiveStore } from "./live/store";
import { worldSecret } from "./secret";
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
  const { databaseFile, stateDir, url, demo } = env();
  const secret = env().secret ?? worldSecret(stateDir);
  const db = openDatabase(databaseFile);
  return { db, live: createLiveStore(), auth: createAuth({ db, url, secret, demo }) };
}

/** What a service verb gets when `actor` calls it. */
export function contextFor<A extends Actor>(actor: A, requestId: string = randomUUID()): ServiceContext & { actor: A } {
  const { db, live } = portal();
  return { db, live, actor, now: Date.now, newId, requestId };
}

/** One HTTP request. Who acts is looked up when a procedure asks, so that a failure there is that procedure's own. */
export type RequestContext = Omit<ServiceContext, "actor"> & {
  /** The person whom the request's cookies prove, or null. */
  readonly whoActs: () => Promise<UserActor | null>;
};

/** Makes the context of one HTTP request. */
export function createRequestContext(headers: Headers): RequestContext {
  const { db, live, auth } = portal();
  let known: Promise<UserActor | null> | null = null;
  const whoActs = () => {
    known ??= signedIn(db, auth, headers);
    return known;
  };
  return { db, live, whoActs, now: Date.now, newId, requestId: randomUUID() };
}

async function signedIn(db: Database, auth: Auth, headers: Headers): Promise<UserActor | null> {
  const session = await auth.api.getSession({ headers });
  return session === null ? null : actorOfUser(db.read, session.user);
}
