import type { ExtensionState } from "../../domain/extension-state";

/** That something changed; who hears it reads it again. */
export interface ChangeView {
  readonly kind: "extension" | "request" | "machine" | "switch";
  readonly id: string;
  /** An extension's state after the change. */
  readonly state?: ExtensionState;
}

/** A change with its place in the stream, where a reader that lost the connection goes on. */
export interface NumberedChange {
  readonly id: string;
  readonly change: ChangeView;
}
