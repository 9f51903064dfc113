/** Two switches in series (seed para 55) beside a rack at the second one: both modes of double tagging in one world. */
import type { World, WorldPort } from "./world";

const RACK_MAC = "02:00:00:00:00:01";
const RESOURCE_MAC = "02:00:00:00:00:50";

function port(number: number, kind: WorldPort["kind"], name: string, mac: string, host: number): WorldPort {
  const addresses = [
    { vlan: 10, cidr: `192.168.0.${host}/24` },
    { vlan: "untagged" as const, cidr: `198.18.0.${host}/24` },
  ];
  return { number, kind, machine: { name, mac, addresses } };
}

/**
 * Rack "front" is at port 1 of switch 907, whose uplink 31 ends at port 4 of 906; rack "direct" at port 1 of 906.
 * Their resources "of-front" and "of-direct" are at ports 11 and 12 of 906. Racks are alike, and so are resources.
 */
export const SERIES_WORLD: World = {
  switches: [
    {
      code: "906",
      datacenter: "DC9",
      ports: [
        port(1, "client", "direct", RACK_MAC, 1),
        port(11, "cloud", "of-front", RESOURCE_MAC, 50),
        port(12, "cloud", "of-direct", RESOURCE_MAC, 50),
      ],
      trunkPorts: [],
      linkPorts: [],
    },
    { code: "907", datacenter: "DC9", ports: [port(1, "client", "front", RACK_MAC, 1)], trunkPorts: [], linkPorts: [] },
  ],
  trunks: [],
  series: [{ front: { switch: "907", port: 1, uplink: 31 }, main: { switch: "906", port: 4 } }],
  lines: [],
  providerLinks: [],
};
