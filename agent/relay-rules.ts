/** The first of two switches in series (seed para 55): it gives and takes the customer tag alone, and bridges nothing. */
import { type Filter, type FilterAction, ONLY_HANDLE } from "./filter";
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
export function relayOut({ port, clientVlan, customerTag, uplink }: Relay): Filter {
  return {
    device: portDevice(uplink),
    priority: PRIORITY.entry,
    protocol: "802.1Q",
    handle: customerTag,
    match:
      clientVlan === "untagged"
        ? { kind: "vlan", vlan: customerTag }
        : { kind: "pair", outer: customerTag, inner: clientVlan },
    actions: [{ kind: "pop" }, { kind: "redirect", device: portDevice(port) }],
  };
}
