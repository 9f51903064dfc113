import type { Executor } from "@/agent/executor";

/** Two machines, one of which waits for frames of the other. */
export interface PeerEnds {
  readonly from: string;
  readonly to: string;
}

/** A switch of its own in the same kernel, driven by a plain script as a careful engineer would write it. */
export interface Peer {
  readonly ends: PeerEnds;
  apply(): Promise<void>;
  takeBack(): Promise<void>;
  remove(): Promise<void>;
}

const SWITCH = "bench-sw";
const ENDS: PeerEnds = { from: "bench-a", to: "bench-b" };
const PORTS = ["1", "2"] as const;
/** Client VLAN, host tag, customer tag, segment number of the peer's one attachment. */
const [VLAN, S, C, L] = ["30", "100", "200", "11"] as const;

/** Builds switch, adapters and machines; only the rules of the order itself are left for `apply`. */
export async function buildPeer(lab: Executor): Promise<Peer> {
  await batch(lab, "ip", null, [`netns add ${SWITCH}`, `netns add ${ENDS.from}`, `netns add ${ENDS.to}`]);
  await batch(lab, "ip", null, PORTS.flatMap(cable));
  await batch(lab, "ip", SWITCH, [
    "link add fab type bridge vlan_filtering 1 vlan_protocol 802.1ad vlan_default_pvid 0 mcast_snooping 0",
    "link set fab mtu 9000 up",
    ...PORTS.flatMap(adapter),
  ]);
  await batch(lab, "tc", SWITCH, PORTS.flatMap(defaultDrop));
  await batch(
    lab,
    "ip",
    SWITCH,
    PORTS.flatMap((n) => [`link set b-${n} up`, `link set a-${n} up`, `link set p-${n} up`]),
  );
  for (const end of [ENDS.from, ENDS.to]) await batch(lab, "ip", end, ["link set eth0 up"]);
  return {
    ends: ENDS,
    async apply() {
      await batch(
        lab,
        "bridge",
        SWITCH,
        PORTS.map((n) => `vlan add dev b-${n} vid ${L}`),
      );
      await batch(lab, "tc", SWITCH, PORTS.flatMap(attach));
    },
    async takeBack() {
      await batch(lab, "tc", SWITCH, PORTS.flatMap(detach));
      await batch(
        lab,
        "bridge",
        SWITCH,
        PORTS.map((n) => `vlan del dev b-${n} vid ${L}`),
      );
    },
    async remove() {
      await batch(
        lab,
        "ip",
        null,
        [SWITCH, ENDS.from, ENDS.to].map((name) => `netns del ${name}`),
      );
    },
  };
}

async function batch(
  lab: Executor,
  program: "ip" | "bridge" | "tc",
  namespace: string | null,
  lines: readonly string[],
): Promise<void> {
  const options = namespace === null ? {} : { namespace };
  const { status, stderr } = await lab.run([program, "-batch", "-"], { ...options, stdin: `${lines.join("\n")}\n` });
  if (status !== 0) throw new Error(`the peer's ${program} -batch failed: ${stderr}`);
}

function cable(n: (typeof PORTS)[number]): string[] {
  const machine = n === "1" ? ENDS.from : ENDS.to;
  return [`link add p-${n} mtu 9000 netns ${SWITCH} type veth peer name eth0 mtu 1500 netns ${machine}`];
}

function adapter(n: string): string[] {
  return [`link add a-${n} mtu 9000 type veth peer name b-${n} mtu 9000`, `link set b-${n} master fab`];
}

function defaultDrop(n: string): string[] {
  return [`p-${n}`, `a-${n}`].flatMap((device) => [
    `qdisc add dev ${device} clsact`,
    `filter add dev ${device} ingress prio 65000 protocol all matchall action drop`,
  ]);
}

function attach(n: string): string[] {
  const push = `action vlan push id ${C} protocol 802.1Q pipe action vlan push id ${S} protocol 802.1ad pipe action vlan push id ${L} protocol 802.1ad pipe`;
  const pop = "action vlan pop pipe action vlan pop pipe action vlan pop pipe";
  return [
    `filter add dev p-${n} ingress prio 10 protocol 802.1Q flower vlan_id ${VLAN} ${push} action mirred egress redirect dev a-${n}`,
    `filter add dev a-${n} ingress prio 10 protocol 802.1ad flower vlan_id ${L} ${pop} action mirred egress redirect dev p-${n}`,
  ];
}

function detach(n: string): string[] {
  return [
    `filter del dev p-${n} ingress prio 10 protocol 802.1Q`,
    `filter del dev a-${n} ingress prio 10 protocol 802.1ad`,
  ];
}
