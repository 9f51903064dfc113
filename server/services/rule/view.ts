import type { ClientRule } from "@/agent/protocol";

/** A tenant's rule for one of its VLANs, with what the kernels say of it. */
export interface RuleView {
  readonly id: string;
  readonly name: string;
  readonly match: ClientRule["match"];
  readonly action:
    | { readonly kind: "drop" }
    | { readonly kind: "allow" }
    | { readonly kind: "rate-limit"; readonly bandwidth: number }
    | { readonly kind: "mirror"; readonly resourceId: string };
  /** In one sentence: "drop TCP to port 23". */
  readonly words: string;
  /** Why it copies nothing now, as a sentence; null when it does, and for all that copy nothing anyway. */
  readonly idle: string | null;
  /** Frames that met it since the kernels have it, over all ports of the VLAN; null while no kernel has said. */
  readonly hits: number | null;
  /** Of them, those that were dropped. */
  readonly dropped: number | null;
}
