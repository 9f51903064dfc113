import { linkWords } from "@/server/domain/map-words";
import type { ExtensionView } from "@/server/services/extension/view";

/** Where its frames go: "within DC1", "within DC1, direct link 112" or "DC2 to DC1, link 224". */
export function whereText({ rack, resource, crossDatacenter, linkCodes }: ExtensionView): string {
  if (resource.directLink !== null) return `within ${rack.datacenterCode}, direct link ${resource.directLink}`;
  if (!crossDatacenter) return `within ${rack.datacenterCode}`;
  const way = `${rack.datacenterCode} to ${resource.datacenterCode}`;
  return linkCodes.length === 0 ? way : `${way}, ${linkWords(linkCodes)}`;
}
