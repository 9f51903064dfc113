import type { Database } from "@/db/client";
import type { NewId } from "../domain/id";
import type { AllocationRules } from "../domain/tag-allocation";
import type { LiveStore } from "../live/store";

/** Who acts. A union, so that no service can forget that agents and the system act too. */
export type Actor =
  | {
      readonly kind: "user";
      readonly userId: string;
      readonly name: string;
      readonly tenantId: string | null;
      readonly operator: boolean;
    }
  | { readonly kind: "agent"; readonly switchId: string; readonly name: string }
  | { readonly kind: "system"; readonly name: string };

/** What every service verb gets. Time, ids and chance come in here, so that tests can hold them still. */
export interface ServiceContext {
  readonly db: Database;
  readonly live: LiveStore;
  readonly actor: Actor;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: NewId;
  /** How tags are handed out; `ALLOCATION_RULES` where it is absent. */
  readonly allocation?: AllocationRules;
  /** Runs from the click to the audit row. */
  readonly requestId: string;
}
