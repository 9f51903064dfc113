/** Open vSwitch as a peer: two of its bridges in the lab's first namespace, driven by flows. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { moduleList } from "@/lab/kernel-modules";
import { INSIDE_MTU } from "@/lab/world";
import { cable, machine, machineName } from "./forward-peers";
import { batch, type Rig } from "./rig";
import type { Lane } from "./traffic";

const UML_MODULES = "/usr/lib/uml/modules";
const SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
const RUN = "/run/openvswitch";
const [S, C] = [100, 200];
/** An OpenFlow VLAN number is written with the "tag is there" bit. */
const PRESENT = 0x1000;
/** Only from 1.3 on can a flow push a tag; only before can it pop two. */
const PUSHING = ["-O", "OpenFlow13"];
const OPENING: readonly string[] = [];
const SETTLED_MS = 30_000;

/** Open vSwitch on this rig, or why it cannot be had, in one sentence. */
export async function startOvs(rig: Rig): Promise<Ovs | string> {
  if ((await rig.root.run(["ovs-vswitchd", "--version"])).status !== 0) {
    return "Open vSwitch is not compared: install openvswitch-switch.";
  }
  if (!(await loadModule(rig))) return "Open vSwitch is not compared: this kernel has no module openvswitch.";
  const ovs = new Ovs(rig);
  await ovs.start();
  return ovs;
}

/** The kernel's part; User-Mode Linux keeps its modules in a place of its own. */
async function loadModule({ root }: Rig): Promise<boolean> {
  const { stdout } = await root.run(["uname", "-r"]);
  const folder = join(UML_MODULES, stdout.trim());
  const dependencies = await readFile(join(folder, "modules.dep"), "utf8").catch(() => null);
  if (dependencies === null) return (await root.run(["modprobe", "openvswitch"])).status === 0;
  for (const line of moduleList(folder, dependencies, ["openvswitch"]).split("\n").filter(Boolean)) {
    await root.run(["insmod", line.split("\t")[0] ?? ""]);
  }
  return (await root.run(["test", "-d", "/sys/module/openvswitch"])).status === 0;
}

/** A running Open vSwitch: its database, its daemon, its bridges. */
export class Ovs {
  constructor(private readonly rig: Rig) {}

  async start(): Promise<void> {
    const database = join(this.rig.folder, "ovs.db");
    await this.run(["mkdir", "-p", RUN]);
    await this.run(["ovsdb-tool", "create", database, SCHEMA]);
    const daemon = ["--pidfile", "--detach", "--no-chdir"];
    await this.run(["ovsdb-server", database, `--remote=punix:${RUN}/db.sock`, ...daemon]);
    await this.run(["ovs-vsctl", "--no-wait", "init"]);
    await this.run(["ovs-vsctl", "--no-wait", "set", "Open_vSwitch", ".", "other_config:vlan-limit=0"]);
    await this.run(["ovs-vswitchd", ...daemon]);
  }

  /** Machine, bridge, trunk with both tags, bridge, machine. */
  async lane(): Promise<Lane> {
    const { root } = this.rig;
    const ends = [1, 2] as const;
    await batch(
      root,
      "ip",
      ends.map((end) => `netns add ${machineName("ovs", end)}`),
    );
    const trunk = `link add ot1 mtu ${INSIDE_MTU} type veth peer name ot2 mtu ${INSIDE_MTU}`;
    const up = ends.flatMap((end) => [`link set op${end} up`, `link set ot${end} up`]);
    await batch(root, "ip", [...ends.map((end) => cable(machineName("ovs", end), `op${end}`)), trunk, ...up]);
    for (const end of ends) {
      await machine(this.rig, machineName("ovs", end), end);
      await this.addBridge(`o${end}`, [`op${end}`, `ot${end}`]);
      const push = `push_vlan:0x8100,set_field:${PRESENT + C}->vlan_vid,push_vlan:0x88a8,set_field:${PRESENT + S}->vlan_vid`;
      await this.addFlows(`o${end}`, [`in_port=op${end},actions=${push},output:ot${end}`]);
      const pop = "strip_vlan,strip_vlan";
      await this.addFlows(`o${end}`, [`in_port=ot${end},dl_vlan=${S},actions=${pop},output:op${end}`], OPENING);
    }
    return { name: "Open vSwitch", from: machineName("ovs", 1), to: machineName("ovs", 2), address: "10.0.0.2" };
  }

  /** A bridge without flows: it forwards nothing. */
  async addBridge(name: string, ports: readonly string[]): Promise<void> {
    const added = ports.flatMap((port) => ["--", "add-port", name, port]);
    await this.run(["ovs-vsctl", `--timeout=${SETTLED_MS / 1000}`, "add-br", name, ...added]);
    await this.run(["ovs-ofctl", "del-flows", name]);
  }

  /** Flows in one process; by default in the OpenFlow that can push tags. */
  async addFlows(bridge: string, flows: readonly string[], version: readonly string[] = PUSHING): Promise<void> {
    await this.run(["ovs-ofctl", ...version, "add-flows", bridge, "-"], `${flows.join("\n")}\n`);
  }

  private async run(argv: readonly string[], stdin?: string): Promise<void> {
    const places = ["RUNDIR", "DBDIR", "LOGDIR"].map((name) => `OVS_${name}=${RUN}`);
    const { status, stderr } = await this.rig.root.run(["env", ...places, ...argv], { stdin, timeoutMs: 120_000 });
    if (status !== 0)
      throw new Error(`${argv.slice(0, 3).join(" ")} ended with ${status}: ${stderr.trim().slice(0, 300)}`);
  }
}
