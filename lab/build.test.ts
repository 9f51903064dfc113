import { expect, it } from "vitest";
import { cableLines, machineLines, namespaceLines } from "./build";
import { providerPlaces } from "./provider";
import { SMALL_WORLD } from "./temporary-lab";
import { WORLD } from "./world";

const same = (name: string) => name;

it("namespaces carry the kernel's own names for them", () => {
  expect(namespaceLines(SMALL_WORLD, (name) => `dt-0000-${name}`)).toEqual([
    "netns add dt-0000-sw-1",
    "netns add dt-0000-left",
    "netns add dt-0000-right",
  ]);
});

it("a cable joins a machine's eth0 to its port, which stays down", () => {
  expect(cableLines(SMALL_WORLD, same)[0]).toBe(
    "link add eth0 mtu 1500 address 02:00:00:00:01:01 netns left type veth peer name p-1 mtu 9000 netns sw-1",
  );
  expect(cableLines(WORLD, same).join("\n")).not.toContain(" up");
});

it("a line joins two switches of two datacenters, a trunk two of one, and a provider link leads over the router", () => {
  const lines = cableLines(WORLD, same);
  expect(lines).toContain("link add l-31 mtu 9100 netns sw-124 type veth peer name l-31 mtu 9100 netns sw-220");
  expect(lines).toContain("link add p-31 mtu 9000 netns sw-116 type veth peer name p-1 mtu 9000 netns sw-124");
  expect(lines).toContain("link add l-33 mtu 9200 netns sw-124 type veth peer name w-306a mtu 9200 netns provider");
  expect(lines).toContain("link add l-33 mtu 9200 netns sw-220 type veth peer name w-306b mtu 9200 netns provider");
});

it("each router has its address and a way to the far one over the provider's", () => {
  const places = providerPlaces(WORLD);
  expect(places.find(({ namespace }) => namespace === "sw-124")?.lines).toEqual([
    "addr add 203.0.113.1/30 dev l-33",
    "link set l-33 up",
    "route add 203.0.113.5/32 via 203.0.113.2",
  ]);
  expect(places.at(-1)?.lines).toContain("addr add 203.0.113.6/30 dev w-306b");
});

it("a machine has its addresses, with a MAC of its own per VLAN where the world says so", () => {
  const machine = SMALL_WORLD.switches[0].ports[0].machine;
  expect(machineLines(machine)).toEqual([
    "link set lo up",
    "link set eth0 up",
    "addr add 198.18.0.1/24 dev eth0",
    "link add link eth0 name v20 address 02:00:00:00:00:01 type vlan id 20",
    "addr add 192.168.0.1/24 dev v20",
    "link set v20 up",
  ]);
});

it("no two machines of the demo world share a MAC on their cables", () => {
  const macs = WORLD.switches.flatMap((one) => one.ports.map((port) => port.machine.mac));
  expect(new Set(macs).size).toBe(macs.length);
});
