import { randomUUID } from "node:crypto";
import type { Executor } from "@/agent/executor";
import { localExecutor } from "@/agent/executor-local";
import type { KernelOptions, LabKernel } from "./kernel";
import { labMark } from "./state";

/**
 * This machine's own kernel. Namespaces are kept apart from foreign ones, and from those of other labs, by a prefix:
 * `dt-<four digits of the state directory>-<name>`. Whatever carries the prefix is the lab's to delete.
 */
export async function nativeKernel({ stateDir, log }: KernelOptions, why: string): Promise<LabKernel> {
  const prefix = nativePrefix(stateDir);
  const local = localExecutor();
  const stale = await removeNamespaces(local, prefix);
  if (stale > 0) log(`lab: an earlier lab left ${stale} network namespaces behind; they were removed`);
  const place = <T extends { namespace?: string | null }>(options: T): T =>
    typeof options.namespace === "string" ? { ...options, namespace: prefix + options.namespace } : options;
  const executor: Executor = {
    kernel: local.kernel,
    namespacePrefix: prefix,
    run: (argv, options = {}) => local.run(argv, place(options)),
    stream: (argv, options) => local.stream(argv, place(options)),
  };
  return {
    choice: "native",
    why,
    executor,
    namespaceName: (name) => prefix + name,
    ended: new Promise(() => undefined),
    stop: async () => void (await removeNamespaces(local, prefix)),
  };
}

/** The prefix of all namespaces of one lab on this machine's kernel. */
export function nativePrefix(stateDir: string): string {
  return `dt-${labMark(stateDir)}-`;
}

/** Deletes what carries the prefix, and says how many; the devices in it go with their namespaces. */
async function removeNamespaces(executor: Executor, prefix: string): Promise<number> {
  const listed = await executor.run(["ip", "netns", "list"]);
  const names = listed.stdout.split("\n").map((line) => line.split(" ")[0] ?? "");
  const ours = names.filter((name) => name.startsWith(prefix));
  if (ours.length === 0) return 0;
  await executor.run(["ip", "-force", "-batch", "-"], { stdin: ours.map((name) => `netns del ${name}\n`).join("") });
  return ours.length;
}

/** What the fabric needs, each made for real in a namespace that is thrown away; first the sentence's end if it fails. */
const PROBES: readonly { lacks: string; argv: readonly string[] }[] = [
  {
    lacks: "an 802.1ad bridge with VLAN filtering cannot be made",
    argv: words("ip link add name fab type bridge vlan_filtering 1 vlan_protocol 802.1ad vlan_default_pvid 0"),
  },
  { lacks: "a veth pair cannot be made", argv: words("ip link add name near type veth peer name far") },
  { lacks: "an 802.1Q device cannot be made", argv: words("ip link add link near name near.10 type vlan id 10") },
  { lacks: "the clsact qdisc is missing", argv: words("tc qdisc add dev near clsact") },
  { lacks: "the clsact qdisc is missing", argv: words("tc qdisc add dev far clsact") },
  {
    lacks: "flower with two tags, act_vlan or mirred is missing",
    argv: words(
      "tc filter add dev near ingress prio 10 protocol 802.1ad flower vlan_id 100 vlan_ethtype 802.1Q cvlan_id 200 action vlan push id 11 protocol 802.1ad pipe action mirred egress redirect dev far",
    ),
  },
  {
    lacks: "matchall is missing",
    argv: words("tc filter add dev near ingress prio 65000 protocol all matchall action drop"),
  },
  {
    lacks: "MPLS labels in front of the Ethernet header cannot be pushed",
    argv: words(
      "tc filter add dev far ingress prio 10 protocol all matchall action mpls mac_push label 1201 ttl 64 pipe action vlan push_eth dst_mac 02:00:00:00:00:01 src_mac 02:00:00:00:00:02",
    ),
  },
];

function words(text: string): string[] {
  return text.split(" ");
}

/** Null when this kernel can carry the fabric, else what it lacks: found by making it, not by its version. */
export async function probeNative(executor: Executor = localExecutor()): Promise<string | null> {
  const namespace = `dt-probe-${randomUUID().slice(0, 8)}`;
  const made = await executor.run(["ip", "netns", "add", namespace]);
  if (made.status !== 0) return `a network namespace cannot be made (${firstLine(made.stderr)})`;
  try {
    for (const probe of PROBES) {
      const result = await executor.run(probe.argv, { namespace });
      if (result.status !== 0) return `${probe.lacks} (${firstLine(result.stderr)})`;
    }
    return null;
  } finally {
    await executor.run(["ip", "netns", "del", namespace]);
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
