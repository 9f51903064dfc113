import { Ban, Check, CopyPlus, Gauge, type LucideIcon } from "lucide-react";
import { bandwidthWords } from "@/server/domain/rule-words";
import type { ActionKind, WantedRule } from "./rule-draft";

/** What each action is called and looks like: a word and a shape, without colour. */
export const ACTIONS: Record<ActionKind, { readonly word: string; readonly Icon: LucideIcon }> = {
  drop: { word: "drop", Icon: Ban },
  allow: { word: "allow", Icon: Check },
  "rate-limit": { word: "limit", Icon: Gauge },
  mirror: { word: "copy", Icon: CopyPlus },
};

interface ActionMarkProps {
  readonly action: WantedRule["action"];
  /** Names of the tenant's resources by id. */
  readonly resources: ReadonlyMap<string, string>;
}

/** What a rule does: "drop", "limit to 10 Mbit/s", "copy to 110A". */
export function ActionMark({ action, resources }: ActionMarkProps) {
  const { Icon } = ACTIONS[action.kind];
  return (
    <span className="inline-flex items-center gap-1.5 font-medium whitespace-nowrap">
      <Icon aria-hidden className="size-4 text-ink-2" /> {actionText(action, resources)}
    </span>
  );
}

function actionText(action: WantedRule["action"], resources: ReadonlyMap<string, string>): string {
  if (action.kind === "rate-limit") return `limit to ${bandwidthWords(action.bandwidth)}`;
  if (action.kind === "mirror") return `copy to ${resources.get(action.resourceId) ?? "a resource"}`;
  return ACTIONS[action.kind].word;
}
