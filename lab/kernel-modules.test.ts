import { expect, it } from "vitest";
import { moduleList } from "./kernel-modules";

const DEPENDENCIES = `kernel/net/bridge/bridge.ko: kernel/net/802/stp.ko kernel/net/llc/llc.ko kernel/net/ipv6/ipv6.ko
kernel/net/802/stp.ko: kernel/net/llc/llc.ko
kernel/net/llc/llc.ko:
kernel/net/ipv6/ipv6.ko:
kernel/drivers/net/veth.ko:
`;

it("puts what a module needs before it, each once, with its options", () => {
  const paths = moduleList("/m", DEPENDENCIES, ["bridge", "veth", "bridge"]).split("\n").slice(0, -1);
  expect(paths).toEqual([
    "/m/kernel/net/llc/llc.ko\t",
    "/m/kernel/net/802/stp.ko\t",
    "/m/kernel/net/ipv6/ipv6.ko\tdisable_ipv6=1",
    "/m/kernel/net/bridge/bridge.ko\t",
    "/m/kernel/drivers/net/veth.ko\t",
  ]);
});

it("passes over modules that this kernel has built in", () => {
  expect(moduleList("/m", DEPENDENCIES, ["sch_ingress"])).toBe("");
});
