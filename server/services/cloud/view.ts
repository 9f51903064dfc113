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
  readonly resources: readonly ResourceView[];
}

export interface ResourceView {
  readonly id: string;
  readonly name: string;
  /** Null where nobody declared it. */
  readonly mac: string | null;
  readonly port: { readonly switchCode: string; readonly number: number };
  /** "free", "yours" or "taken"; an operator sees for whom. */
  readonly availability: "free" | "yours" | "taken";
  readonly reservedFor: string | null;
}
