import type { BridgeSettings } from "./actual";

/** How the switch's bridge is set: it learns and forwards per segment number, and adds no frame of its own. */
export const BRIDGE_SETTINGS: BridgeSettings = {
  vlanFiltering: true,
  vlanProtocol: "802.1ad",
  defaultPvid: 0,
  multicastSnooping: false,
  spanningTree: false,
};

/** True when the settings that matter are those of `BRIDGE_SETTINGS`. */
export function sameBridgeSettings(settings: BridgeSettings): boolean {
  return (
    settings.vlanFiltering &&
    settings.vlanProtocol === BRIDGE_SETTINGS.vlanProtocol &&
    settings.defaultPvid === BRIDGE_SETTINGS.defaultPvid &&
    !settings.multicastSnooping &&
    !settings.spanningTree
  );
}
