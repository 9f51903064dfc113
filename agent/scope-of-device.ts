import { vlanOfChain } from "./chains";
import type { Filter } from "./filter";
import { adapterDevice, bridgeDevice, bridgeOfAdapter, bridgePortDevice, PROBE_DEVICES, portOfDevice } from "./names";
import { MOST_BRIDGES } from "./protocol";
import {
  adapterScope,
  attachmentScope,
  bridgeScope,
  linkScope,
  PROBES,
  portScope,
  type Scope,
  WHOLE_SWITCH,
} from "./scope";

const BRIDGES = new Map(Array.from({ length: MOST_BRIDGES }, (_, index) => [bridgeDevice(index), index]));
const OF_LINKS = /^[lxng]-/;

/** The index of the bridge that has this name, from 0; null for other devices. */
export function bridgeIndex(device: string): number | null {
  return BRIDGES.get(device) ?? null;
}

/** Whether it is an end of the probe program's pair. */
export function isProbeDevice(device: string): boolean {
  return device === PROBE_DEVICES.program || device === PROBE_DEVICES.fabric;
}

/** What a rule of ours serves: in a port's chains the attachment whose chain it is, else what its device does. */
export function scopeOfFilter({ device, chain }: Filter): Scope {
  const port = portOfDevice(device);
  if (chain === undefined || port === null || OF_LINKS.test(device)) return scopeOfDevice(device);
  return attachmentScope(port, vlanOfChain(chain));
}

/** What a device of ours serves, by its name. */
export function scopeOfDevice(device: string): Scope {
  const bridge = bridgeIndex(device);
  if (bridge !== null) return bridgeScope(bridge);
  if (isProbeDevice(device)) return PROBES;
  const port = portOfDevice(device);
  if (port === null) return WHOLE_SWITCH;
  if (OF_LINKS.test(device)) return linkScope(port);
  const index = bridgeOfAdapter(device);
  const isAdapter = device === adapterDevice(port, index) || device === bridgePortDevice(port, index);
  return isAdapter ? adapterScope(port, index) : portScope(port);
}
