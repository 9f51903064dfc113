import { linkWords } from "@/server/domain/map-words";
import type { ExtensionView } from "@/server/services/extension/view";

/** Where its frames go: "within DC1" or "DC2 to DC1, link 224". */
export function whereText({ rack, resource, crossDatacenter, linkCodes }: ExtensionView): string {
  if (!crossDatacenter) return `within ${rack.datacenterCode}`;
  const way = `${rack.datacenterCode} to ${resource.datacenterCode}`;
  return linkCodes.length === 0 ? way : `${way}, ${linkWords(linkCodes)}`;
}
