export interface CloudView {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly datacenter: { readonly id: string; readonly code: string; readonly name: string; readonly place: string };
  readonly systems: readonly CloudSystemView[];
}

export interface CloudSystemView {
  readonly id: string;
  readonly name: string;
  readonly kind: "physical" | "virtual";
  /** Name of the physical system that provides a virtual one. */
  readonly parent: string | null;
  /** How many machines it can hold at once, and holds; null when it holds none. */
  readonly machines: { readonly capacity: number; readonly used: number } | null;
  readonly resources: readonly ResourceView[];
}

export interface ResourceView {
  readonly id: string;
  readonly name: string;
  /** Null where nobody declared it. */
  readonly mac: string | null;
  /** Null at the end of a direct link. */
  readonly port: { readonly switchCode: string; readonly number: number } | null;
  /** The cable to one rack that it is the far end of; null at a switch. */
  readonly directLink: {
    readonly code: string;
    readonly rack: { readonly id: string; readonly name: string };
  } | null;
  /** The machine of yours that it is; null where hardware stands. */
  readonly machineId: string | null;
  /** "free", "yours" or "taken"; an operator sees for whom. */
  readonly availability: "free" | "yours" | "taken";
  readonly reservedFor: string | null;
}
