import type { ExtensionView } from "@/server/services/extension/view";
import type { StateShape } from "../state/shape";
import type { RuleStanding } from "./rule-list";

/** Whether the switches hold the list that is kept: they were told and have read it back, are being told, or none has the VLAN. */
export type Holding = "held" | "being set" | "nowhere";

/** By the extensions of the VLAN: one that is `allocated` waits for a kernel. */
export function holdingOf(extensions: readonly Pick<ExtensionView, "state">[]): Holding {
  const has = (state: ExtensionView["state"]) => extensions.some((extension) => extension.state === state);
  if (has("allocated")) return "being set";
  return has("configured") || has("live") ? "held" : "nowhere";
}

const UNAPPLIED = { new: "new, not applied", changed: "changed, not applied" } as const;
const KEPT: Record<Holding, { readonly shape: StateShape; readonly word: string }> = {
  held: { shape: "configured", word: "in force" },
  "being set": { shape: "pending", word: "being set" },
  nowhere: { shape: "released", word: "no switch has the VLAN" },
};

const IDLE = { shape: "released", word: "copies nothing" } as const;

/** How a rule of the list stands, as a shape and a word; one whose copies have nowhere to go is on no switch. */
export function standingWords(standing: RuleStanding, holding: Holding, isIdle = false) {
  if (standing === "kept") return isIdle ? IDLE : KEPT[holding];
  return { shape: "pending" as const, word: UNAPPLIED[standing] };
}
