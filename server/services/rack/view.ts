import type { Accepts } from "../../domain/accepts";

export interface RackView {
  readonly id: string;
  readonly name: string;
  readonly kind: "physical" | "virtual";
  readonly tenant: { readonly id: string; readonly name: string };
  readonly datacenter: { readonly id: string; readonly code: string; readonly name: string };
  /** Tag 1 of all its frames. */
  readonly hostTag: number;
  /** The seed's letter series: "A" makes its tags Q-A100, Q-A200. */
  readonly series: string;
  /** Null while the rack waits for a cable: its tags are its own already, its frames have no way yet. */
  readonly port: { readonly switchCode: string; readonly number: number } | null;
  /** What its port takes in; frames of the other kind are dropped there and counted. */
  readonly accepts: Accepts;
  readonly mac: string | null;
  readonly room: string | null;
  readonly cabinet: string | null;
  readonly heightUnits: number | null;
  readonly vlanCount: number;
  readonly extensionCount: number;
  readonly createdAt: number;
}
