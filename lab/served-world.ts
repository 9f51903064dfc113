/** One switch on which a tenant's machines have different VLAN ids, beside another tenant who has the same ones. */
import type { World, WorldMachine, WorldPort } from "./world";

type Address = WorldMachine["addresses"][number];

function port(number: number, kind: WorldPort["kind"], name: string, mac: string, addresses: Address[]): WorldPort {
  return { number, kind, machine: { name, mac, addresses } };
}

/** MAC addresses of the tenant's machines; those of the other tenant end in the same octet. */
export const MAC = { tagged: "02:00:00:00:00:01", other: "02:00:00:00:00:02", plain: "02:00:00:00:00:03" };
/** IP addresses, all in one subnet. */
export const IP = { tagged: "192.168.0.1", other: "192.168.0.2", plain: "192.168.0.3" };

const at = (vlan: Address["vlan"], ip: string): Address => ({ vlan, cidr: `${ip}/24` });

/**
 * Ports 1, 2, 3: machines "tagged" (VLAN 10), "other" (VLAN 20), "plain" (untagged) of one tenant.
 * Ports 4, 5: "rival" and "victim" of another one, VLAN 10, with the addresses of "tagged" and "other".
 */
export const SERVED_WORLD: World = {
  switches: [
    {
      code: "905",
      datacenter: "DC9",
      ports: [
        port(1, "client", "tagged", MAC.tagged, [at(10, IP.tagged)]),
        port(2, "cloud", "other", MAC.other, [at(20, IP.other)]),
        port(3, "cloud", "plain", MAC.plain, [at("untagged", IP.plain)]),
        port(4, "client", "rival", MAC.tagged, [at(10, IP.tagged)]),
        port(5, "cloud", "victim", MAC.other, [at(10, IP.other)]),
      ],
      trunkPorts: [],
      linkPorts: [],
    },
  ],
  trunks: [],
  lines: [],
  providerLinks: [],
};
