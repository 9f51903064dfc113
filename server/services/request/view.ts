import type { ExtensionView, SwitchChangeView } from "../extension/view";

/** A request across datacenters, for its requester and for the admin who decides. */
export interface LinkRequestView {
  readonly id: string;
  readonly state: "pending" | "approved" | "rejected" | "withdrawn";
  readonly extension: ExtensionView;
  /** Links of the best path between the two datacenters. */
  readonly way: { readonly linkCodes: readonly string[]; readonly from: string; readonly to: string };
  readonly requestedBy: string;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly createdAt: number;
  readonly decidedAt: number | null;
  /** What approval changes on each switch; for operators, and while it is pending. */
  readonly changes: readonly SwitchChangeView[];
}
