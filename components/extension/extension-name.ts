import type { ExtensionView } from "@/server/services/extension/view";
import { vlanText } from "../tag/client-vlan";

/** What an extension is called: "102A, VLAN 10 to 110A". */
export function extensionName(extension: Pick<ExtensionView, "rack" | "vlan" | "resource">): string {
  return `${extension.rack.name}, ${vlanText(extension.vlan.vid)} to ${extension.resource.name}`;
}
