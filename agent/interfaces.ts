/** The interfaces that a switch was given: what the agent tells the portal when it joins. */
import type { ActualLink } from "./actual";
import { lineDevice, OWNER_ALIAS, portDevice, portOfDevice } from "./names";
import { type JoinRequest, macAddress } from "./protocol";

/** Cable ends `p-N` and line ends `l-N` that are not of our making, in the order of their ports. */
export function givenInterfaces(links: readonly ActualLink[]): JoinRequest["interfaces"] {
  return links
    .flatMap(({ name, mac, mtu, alias }) => {
      const port = portOfDevice(name);
      const address = macAddress.safeParse(mac).data;
      if (port === null || address === undefined || alias === OWNER_ALIAS) return [];
      if (name !== portDevice(port) && name !== lineDevice(port)) return [];
      return [{ port, name, mac: address, mtu }];
    })
    .sort((a, b) => a.port - b.port || (a.name < b.name ? -1 : 1));
}
