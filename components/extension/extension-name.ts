import type { ExtensionView } from "@/server/services/extension/view";
import { vlanText } from "../tag/client-vlan";

/** What an extension is called: "102A, VLAN 10 to 110A"; "to rack 252" where the far end is a rack. */
export function extensionName(extension: Pick<ExtensionView, "rack" | "vlan" | "resource">): string {
  return `${extension.rack.name}, ${vlanText(extension.vlan.vid)} to ${farText(extension.resource)}`;
}

/** The far end: "110A", "rack 252". */
export function farText({ name, rackId }: Pick<ExtensionView["resource"], "name" | "rackId">): string {
  return rackId === null ? name : `rack ${name}`;
}
