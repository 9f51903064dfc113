import { TRPCError } from "@trpc/server";
import { openTestDatabase } from "@/db/test-database";
import { newId } from "./domain/id";
import type { AllocationRules } from "./domain/tag-allocation";
import { createLiveStore } from "./live/create-live-store";
import { createCaller } from "./root";
import { tokenHash } from "./secret";
import type { Actor, ServiceContext } from "./services/context";
import { createDatacenter } from "./services/datacenter/create";
import { installSwitch } from "./services/datacenter/install-switch";
import type { UserActor } from "./services/scope";
import { createTenant } from "./services/tenant/create-tenant";
import { type Fault, faultOf } from "./translate-error";

/** 2031-05-02 10:00 UTC, from which the clock of a test goes on when the test says so. */
const BEGIN = Date.UTC(2031, 4, 2, 10);

/** A portal without HTTP on a database of its own, with a clock that the test turns. */
export type TestWorld = ReturnType<typeof openTestWorld>;

export function openTestWorld(options: { allocation?: AllocationRules } = {}) {
  const db = openTestDatabase();
  const live = createLiveStore();
  const clock = { now: BEGIN };
  let made = 0;

  function contextOf<A extends Actor>(actor: A): ServiceContext & { actor: A } {
    const { allocation } = options;
    return { db, live, actor, now: () => clock.now, newId, requestId: `test-${made}`, allocation };
  }

  const system = contextOf({ kind: "system", name: "test" });

  /** A person of the API: `api` is the front door, `ctx` what a verb gets. */
  function person(actor: UserActor) {
    const ctx = contextOf(actor);
    return { ctx, api: createCaller({ ...ctx, whoActs: async () => actor }) };
  }

  return {
    db,
    live,
    clock,
    system,
    close: () => db.close(),
    /** A member of a tenant of its own. */
    async member(name = `Tenant ${made + 1}`) {
      made += 1;
      const { id: tenantId } = await createTenant({ ctx: system, input: { name, slug: `tenant-${made}` } });
      const actor = {
        kind: "user",
        userId: `user-${made}`,
        name: `Person of ${name}`,
        tenantId,
        operator: false,
      } as const;
      return { tenantId, ...person(actor) };
    },
    operator: person({ kind: "user", userId: "operator", name: "Operator", tenantId: null, operator: true }),
    /** A datacenter with one switch whose client ports 1 to `clientPorts` are cabled. */
    async datacenter({ hostTags = { first: 100, last: 199 }, clientPorts = 4 } = {}) {
      made += 1;
      const input = {
        code: `DC${made}`,
        name: `Datacenter ${made}`,
        place: "Here",
        hostTags,
        datacenterTags: tagsFrom(1000 + 10 * made),
      };
      const { id } = await createDatacenter({ ctx: system, input });
      const ports = Array.from({ length: clientPorts }, (_, index) => ({ number: index + 1, kind: "client" as const }));
      const plan = {
        datacenterId: id,
        code: `${made}`,
        name: `Switch ${made}`,
        tokenHash: tokenHash(`${made}`),
        ports,
      };
      const { id: switchId } = await installSwitch({ ctx: system, input: plan });
      return { id, switchId, code: input.code, switchCode: plan.code };
    },
  };
}

/** Eight datacenter tags from a first one on. */
export function tagsFrom(first: number): { first: number; last: number } {
  return { first, last: first + 7 };
}

/** What the API refuses a call with; fails when it does not refuse. */
export async function refusalOf(call: Promise<unknown>): Promise<Fault> {
  try {
    await call;
  } catch (error) {
    if (error instanceof TRPCError) return faultOf(error, "test");
    throw error;
  }
  throw new Error("the call was not refused");
}
