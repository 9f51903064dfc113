import type { ExtensionView } from "@/server/services/extension/view";

/** Where its frames go: "within DC1" or "DC2 to DC1, line 224". */
export function whereText({ rack, resource, crossDatacenter, lineCode }: ExtensionView): string {
  if (!crossDatacenter) return `within ${rack.datacenterCode}`;
  const way = `${rack.datacenterCode} to ${resource.datacenterCode}`;
  return lineCode === null ? way : `${way}, line ${lineCode}`;
}
