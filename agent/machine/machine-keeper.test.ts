import { expect, test } from "vitest";
import type { Executor } from "../executor";
import { ManualClock } from "../heartbeat.fixture";
import { desiredPort, type MachineReport } from "../protocol";
import { MachineKeeper } from "./machine-keeper";
import { MACHINE_SETTINGS } from "./machine-settings";

const MAC = "02:0c:00:00:00:07";
const NAMESPACE = "m-7-3-21";
const port = desiredPort.parse({
  kind: "cloud",
  number: 21,
  probe: "02:d1:00:03:00:15",
  machine: { number: 7, mac: MAC, addresses: [{ vlan: "untagged", cidr: "198.18.0.7/24" }] },
});

/** A kernel that makes one machine step by step, as its commands ask; `refuses` names a command that fails. */
class OneMachineKernel implements Executor {
  readonly kernel = "a kernel for tests";
  readonly ran: string[] = [];
  isThere = false;
  private isMarked = false;
  private isCabled = false;
  private isUp = false;
  refuses = "";

  stream = () => Promise.reject(new Error("Nothing is streamed here."));

  async run(argv: readonly string[], options: { stdin?: string } = {}) {
    const text = `${argv.join(" ")}\n${options.stdin ?? ""}`;
    const answer = this.answer(text);
    if (answer !== null) return { status: 0, stdout: answer, stderr: "" };
    this.ran.push(text.trim());
    if (this.refuses !== "" && text.includes(this.refuses)) return { status: 1, stdout: "", stderr: "not here\n" };
    this.change(text);
    return { status: 0, stdout: "", stderr: "" };
  }

  private answer(text: string): string | null {
    if (text.startsWith("readlink")) return "net:[1]\n";
    if (text.startsWith("ip -j netns")) return this.isThere ? JSON.stringify([{ name: NAMESPACE }]) : "";
    if (text.startsWith("sysctl -e"))
      return Object.entries(MACHINE_SETTINGS)
        .map((pair) => pair.join(" = "))
        .join("\n");
    const flags = this.isUp ? ["UP"] : [];
    const veth = { flags, address: MAC, linkinfo: { info_kind: "veth" } };
    if (text.startsWith("ip -d -j link")) {
      return JSON.stringify(this.isCabled ? [{ ...veth, ifname: "p-21", ifindex: 9, link_index: 2, mtu: 9000 }] : []);
    }
    if (!text.startsWith("ip -d -j addr")) return null;
    const alias = this.isMarked ? { flags: ["UP"], ifalias: "dovetail/net:[1]" } : { flags: [] };
    const own = { family: "inet", local: "198.18.0.7", prefixlen: 24 };
    const eth0 = { ...veth, ifname: "eth0", ifindex: 2, link_index: 9, mtu: 1500, addr_info: this.isUp ? [own] : [] };
    return JSON.stringify([{ ...alias, ifname: "lo", ifindex: 1, mtu: 65_536 }, ...(this.isCabled ? [eth0] : [])]);
  }

  private change(text: string): void {
    if (text.includes("netns add")) this.isThere = true;
    if (text.includes("alias")) this.isMarked = true;
    if (text.includes("link add p-21")) this.isCabled = true;
    if (text.includes("addr add")) this.isUp = true;
    if (text.includes("link del dev p-21")) this.isCabled = false;
    if (text.includes("netns del")) this.isThere = false;
  }
}

function keeping(kernel: OneMachineKernel) {
  const clock = new ManualClock();
  const said: string[] = [];
  const over = new AbortController();
  const keeper = new MachineKeeper(kernel, clock, {
    changed: () => undefined,
    aside: (action) => action(),
    note: (sentence) => said.push(sentence),
  });
  const running = keeper.run(over.signal);
  const stop = () => {
    over.abort();
    return running;
  };
  return { keeper, clock, said, stop };
}

const stateOf = (keeper: MachineKeeper): MachineReport["state"] | undefined => keeper.reports[0]?.state;

test("a machine is being made until it was read back, then it runs and is left alone", async () => {
  const kernel = new OneMachineKernel();
  const { keeper, clock, said, stop } = keeping(kernel);
  keeper.desire([port]);
  expect(stateOf(keeper)).toBe("making");
  await clock.pass(1);
  expect(keeper.reports).toEqual([{ port: 21, state: "running", detail: null }]);
  const { length } = kernel.ran;
  await clock.pass(60_000);
  expect(kernel.ran).toHaveLength(length);
  expect(said).toEqual([]);
  await stop();
});

test("what the kernel refuses is said with the machine, and tried again later", async () => {
  const kernel = new OneMachineKernel();
  kernel.refuses = "link add p-21";
  const { keeper, clock, stop } = keeping(kernel);
  keeper.desire([port]);
  await clock.pass(1);
  expect(keeper.reports).toMatchObject([{ state: "failed", detail: expect.stringContaining("not here") }]);
  kernel.refuses = "";
  await clock.pass(5_000);
  expect(stateOf(keeper)).toBe("running");
  await stop();
});

test("a machine is not removed because a memory of the desired state lacks it, but because the portal does", async () => {
  const kernel = new OneMachineKernel();
  const first = keeping(kernel);
  first.keeper.desire([port]);
  await first.clock.pass(1);
  await first.stop();
  const second = keeping(kernel);
  second.keeper.desire([]);
  await second.clock.pass(1);
  expect(kernel.isThere).toBe(true);
  expect(second.keeper.strays).toEqual([{ what: `machine ${NAMESPACE}` }]);
  second.keeper.confirm();
  await second.clock.pass(1);
  expect(kernel.isThere).toBe(false);
  expect(second.keeper.strays).toEqual([]);
  expect(kernel.ran.slice(-2)).toEqual(["ip link del dev p-21", `ip netns del ${NAMESPACE}`]);
  await second.stop();
});
