/** The first of two switches in series (seed para 55): it gives and takes the customer tag alone, and bridges nothing. */
import { type Filter, type FilterAction, type FilterMatch, ONLY_HANDLE } from "./filter";
import { portDevice } from "./names";
import { PRIORITY } from "./priority";
import type { Relay } from "./protocol";

/** From the client: the customer tag goes on, and the frame to the switch that gives the host tag. */
export function relayIn({ port, clientVlan, customerTag, uplink }: Relay): Filter {
  const device = portDevice(port);
  const actions: FilterAction[] = [
    { kind: "push", id: customerTag, protocol: "802.1Q" },
    { kind: "redirect", device: portDevice(uplink) },
  ];
  if (clientVlan === "untagged") {
    const place = { device, priority: PRIORITY.untagged, protocol: "all", handle: ONLY_HANDLE };
    return { ...place, match: { kind: "every" }, actions };
  }
  const match = { kind: "vlan", vlan: clientVlan } as const;
  return { device, priority: PRIORITY.entry, protocol: "802.1Q", handle: clientVlan, match, actions };
}

/** To the client: frames under its customer tag, as it sent them. */
export function relayOut(entry: Relay): Filter {
  const actions: FilterAction[] = [{ kind: "pop" }, { kind: "redirect", device: portDevice(entry.port) }];
  return { ...relayedFrames(entry), priority: PRIORITY.entry, actions };
}

/** Which frames of the uplink are the client's. */
export function relayedFrames({ clientVlan, customerTag, uplink }: Relay): Omit<Filter, "priority" | "actions"> {
  const match: FilterMatch =
    clientVlan === "untagged"
      ? { kind: "vlan", vlan: customerTag }
      : { kind: "pair", outer: customerTag, inner: clientVlan };
  return { device: portDevice(uplink), protocol: "802.1Q", handle: customerTag, match };
}
