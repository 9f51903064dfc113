import type { DesiredPort } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import type { LiveStore } from "../../live/store";
import type { Work } from "../event/commit";
import type { PlacedMachine } from "./placed";

/** Where a machine is wanted: on a system of a cloud, or as a virtual client system of a datacenter (seed para 73). */
export type PlaceRequest =
  | { readonly kind: "cloud"; readonly cloudId: string }
  | { readonly kind: "client"; readonly datacenterId: string };

/** Where one is put. */
export interface Placement {
  /** Null for a virtual client system. */
  readonly cloudSystemId: string | null;
  readonly switchId: string;
  readonly portId: string;
}

/** A system of a cloud that machines can be put on. */
export interface SystemRoom {
  readonly id: string;
  readonly name: string;
  readonly cloudId: string;
  /** Machines that it can hold at once. */
  readonly capacity: number;
  /** Machines that it holds, with those on their way to it. */
  readonly used: number;
}

/** How a machine stands by the last report; "unknown" while the report does not speak of it yet. */
export interface MachineSight {
  readonly state: "running" | "making" | "failed" | "gone" | "unknown";
  /** Why it failed. */
  readonly detail: string | null;
}

/** What makes machines (seed para 69). A new one is one module with this, and a line in `providers.ts`. */
export interface MachineProvider {
  /** As rows of `machine` name it. */
  readonly name: string;
  /** Every system that can hold machines, with its room. */
  rooms(db: Queryable): Promise<SystemRoom[]>;
  /** Chooses a system and takes a port for one more machine. @throws ServiceError exhausted when nothing has room */
  place(work: Work, wanted: PlaceRequest): Promise<Placement>;
  /** What a machine needs of its port: the port as its switch is asked to hold it. */
  portOf(placed: PlacedMachine): DesiredPort;
  /** Has it made at its port, in the transaction that writes its rows. */
  make(work: Work, placed: PlacedMachine): Promise<void>;
  /** Has what is at its port made other: its addresses changed. */
  alter(work: Work, before: PlacedMachine, after: PlacedMachine): Promise<void>;
  /** Has it taken from its port. */
  remove(work: Work, placed: PlacedMachine): Promise<void>;
  /** How it stands at its port. @param settled number of the switch's change that a report must know to prove it gone */
  sight(live: LiveStore, placed: PlacedMachine, settled: number): MachineSight;
}
