import type { Api } from "@/run/api";
import { configuration, exchange, SHARED } from "../conversations";
import { machineIs, namespaceOf, type VirtualClient, withMachine, withVirtualClient } from "../machines";
import { ordered, released } from "../order";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { pinged, sendFrom, untilAnswers, withAddress } from "../wire";

/** Echo requests a second while a machine is moved, and for how many seconds. */
const PINGS_A_SECOND = 10;
const MOVED_WITHIN_S = 25;

/** The virtual clients' plan: the same VLAN, range and addresses for both. */
const PLAN = { vid: 20, cidr: "192.168.77.0/24" } as const;
const RESOURCES = ["110A.3", "110B.2"] as const;

export const MACHINES: readonly Row[] = [
  {
    id: "cloud life",
    title: "A machine made by the API answers ARP and ping in the tenant's subnet, and is removed without a trace",
    async prove(world) {
      const before = await configuration(world, "102A");
      let number = 0;
      const line = await withMachine(
        world,
        world.aspen,
        { rack: "102A", vid: 10, cloud: "108", name: "proof of life" },
        async (machine) => {
          number = machine.number;
          const address = addressOf(machine.addresses[0]?.cidr);
          await untilAnswers(world, "102A", address, true);
          const answered = await pinged(world, "102A", address);
          const { stdout } = await world.lab.run(["ip", "neigh", "show", address], { namespace: "102A" });
          must(stdout.includes(machine.mac), `ARP for ${address} says ${stdout}, the machine has ${machine.mac}`);
          return `${machine.system} port ${machine.port.number}: ${answered}; ARP: ${stdout.trim()}`;
        },
      );
      must((await configuration(world, "102A")) === before, "the client's configuration differs");
      const left = await namespaceOf(world, number);
      must(left === null, `${left} is left in the kernel`);
      return `${line}; removed, and no namespace of it is left`;
    },
  },
  {
    id: "F2.5",
    title: "A machine moves from cloud 108 to 208 while it is pinged: the client unchanged, the loss counted and shown",
    async prove(world) {
      const wanted = { rack: "102A", vid: 10, cloud: "108", name: "proof of a move" };
      return withMachine(world, world.aspen, wanted, async ({ id, mac, addresses }) => {
        const address = addressOf(addresses[0]?.cidr);
        // Another machine may have had the address: its neighbours learn of the new one as it is coupled.
        await untilAnswers(world, "102A", address, true);
        const before = await configuration(world, "102A");
        const count = PINGS_A_SECOND * MOVED_WITHIN_S;
        const running = world.lab.run(
          ["ping", "-q", "-c", String(count), "-i", String(1 / PINGS_A_SECOND), "-W", "2", address],
          { namespace: "102A", timeoutMs: (MOVED_WITHIN_S + 20) * 1000 },
        );
        const move = await movedTo(world, id, "208");
        const { stdout } = await running;
        const answered = Number(/(\d+) received/.exec(stdout)?.[1] ?? "0");
        const { lostFrames, convergedMs } = move;
        must(lostFrames !== null && convergedMs !== null, `the move tells no loss: ${JSON.stringify(move)}`);
        must(answered > count / 2, `only ${answered} of ${count} were answered: ${stdout}`);
        must((await configuration(world, "102A")) === before, "the client's configuration differs");
        const after = await pinged(world, "102A", address);
        const { stdout: arp } = await world.lab.run(["ip", "neigh", "show", address], { namespace: "102A" });
        must(arp.includes(mac), `ARP for ${address} says ${arp}, the machine has ${mac}`);
        return (
          `${count - answered} of ${count} echoes unanswered; the portal shows ${lostFrames} frames lost and ${convergedMs} ms ` +
          `to converge; same MAC ${mac}, configuration of 102A as before; now from ${move.to.system}: ${after}`
        );
      });
    },
  },
  {
    id: "claim 6",
    title: "Two virtual clients with identical plans pass claim 1's test: 10,000 frames each way, none astray",
    prove: (world) => virtualPair(world, (clients) => passed(world, clients)),
  },
  {
    id: "claim 17",
    title: "Claim 6 by API alone: registered, declared, ordered and released by calls",
    prove: (world) =>
      virtualPair(world, async (clients) => {
        const pings = await Promise.all(clients.map(({ namespace }) => pinged(world, namespace, "192.168.77.50")));
        const rows = [...(await world.aspen.racks.list.query()), ...(await world.birch.racks.list.query())];
        const kinds = clients.map(({ rack }) => `${rack}: ${rows.find((one) => one.name === rack)?.kind}`);
        must(
          kinds.every((kind) => kind.endsWith("virtual")),
          kinds.join(", "),
        );
        return `${kinds.join(", ")}; ${pings.join("; ")}`;
      }),
  },
  {
    id: "claim 25",
    title: "Of two coupled datacenters' clients one is virtual, and served from the other datacenter",
    prove: (world) =>
      withVirtualClient(world, world.birch, { name: "proof virtual", ...PLAN }, (client) =>
        reached(world, world.birch, client, "210.3", "192.168.77.50"),
      ),
  },
  {
    id: "claim 36",
    title: "A virtual client is placed and coupled by the same calls as a rack, and reaches its resource at home",
    prove: (world) =>
      withVirtualClient(world, world.aspen, { name: "proof virtual", ...PLAN }, (client) =>
        reached(world, world.aspen, client, RESOURCES[0], "192.168.77.50"),
      ),
  },
];

function addressOf(cidr: string | undefined): string {
  return cidr?.split("/")[0] ?? "";
}

/** A tenant asks for the move, the operator approves it, and its stages end. */
async function movedTo(world: ProvingWorld, id: string, cloud: string) {
  const cloudId = (await world.aspen.clouds.list.query()).find((one) => one.code === cloud)?.id ?? "";
  const asked = await world.aspen.machines.move.mutate({ id, cloudId });
  const [move] = asked.moves;
  must(move?.stage === "awaiting_approval", `the move into another datacenter is ${move?.stage}`);
  await world.operator.machines.approveMove.mutate({ id: move.id });
  const isOver = (stage: string | undefined) => stage === "done" || stage === "failed";
  const machine = await machineIs(world.aspen, id, "moved", ({ moves }) => isOver(moves[0]?.stage));
  const [last] = machine.moves;
  must(last?.stage === "done", `the move ended: ${last?.stage}, ${last?.reason}`);
  return last;
}

type Pair = readonly [VirtualClient, VirtualClient];

/** Two tenants with a virtual client each, alike in VLAN, range and address, each coupled to a resource of its own. */
function virtualPair(world: ProvingWorld, use: (clients: Pair) => Promise<string>): Promise<string> {
  const plan = { name: "proof virtual", ...PLAN };
  return withVirtualClient(world, world.aspen, plan, (first) =>
    withVirtualClient(world, world.birch, plan, async (second) => {
      must(first.address === second.address, `${first.address} and ${second.address} are not alike`);
      return coupled(world, world.aspen, first, RESOURCES[0], () =>
        coupled(world, world.birch, second, RESOURCES[1], () => use([first, second])),
      );
    }),
  );
}

/** An order to a resource that has the plan's .50, for as long as `use` takes. */
async function coupled<T>(
  world: ProvingWorld,
  api: Api,
  { rack }: VirtualClient,
  resource: string,
  use: () => Promise<T>,
) {
  const extension = await ordered(world, api, rack, PLAN.vid, resource);
  try {
    return await withAddress(world, { namespace: resource, vlan: PLAN.vid, cidr: "192.168.77.50/24" }, use);
  } finally {
    await released(api, extension, true);
  }
}

async function reached(world: ProvingWorld, api: Api, client: VirtualClient, resource: string, address: string) {
  return coupled(world, api, client, resource, async () => {
    const line = await pinged(world, client.namespace, address);
    return `virtual client ${client.namespace} with ${client.address}: ${line} at ${resource}`;
  });
}

/** Claim 1's test between two clients and their resources, alike in VLAN, addresses and MACs. */
async function passed(world: ProvingWorld, [first, second]: Pair): Promise<string> {
  const clients = [first.namespace, second.namespace] as const;
  // Each end is heard once, so that its switch sends what follows there and floods nothing.
  const word = { to: "ff:ff:ff:ff:ff:ff", vlan: PLAN.vid, etherType: 0x88b5, payload: "here" };
  for (const one of RESOURCES) await sendFrom(world, one, { ...word, from: SHARED.resource });
  for (const one of clients) await sendFrom(world, one, { ...word, from: SHARED.rack });
  const out = await exchange(world, clients, RESOURCES, SHARED.resource, SHARED.rack);
  const back = await exchange(world, RESOURCES, clients, SHARED.rack, SHARED.resource);
  return `virtual clients, both ${first.address} in VLAN ${PLAN.vid}: to the resources ${out}; back ${back}`;
}
