import { totalmem } from "node:os";
import { until } from "@/run/until";
import type { ProvingWorld } from "../proving-world";
import { must, type Row } from "../row";
import { pinged } from "../wire";

/** The first client port of DC1's switch: its counter is read from the kernel itself too. */
const [SWITCH, NIC] = ["116", "p-1"];
/** Health is measured each five seconds and reported within another. */
const HEARD_WITHIN_MS = 20_000;

export const HEALTH: readonly Row[] = [
  {
    id: "F9",
    title: "The health page lists the computers of the portal and of each agent with CPU, memory, drive and NICs",
    async prove(world) {
      await pinged(world, "102A", "10.20.30.40");
      const counted = await octetsInKernel(world);
      must(counted > 0, `${NIC} of ${SWITCH} counted nothing although 102A sent`);
      const nodes = await until("every node to tell its health", HEARD_WITHIN_MS, async () => {
        const all = await world.operator.health.nodes.query();
        const isFresh = all.every(({ state }) => state === "well" || state === "strained");
        return isFresh && octetsOf(all) >= counted ? all : null;
      });
      const switches = await world.operator.switches.list.query();
      const expected = ["portal", ...switches.map(({ code }) => code)];
      must(nodes.map(({ id }) => id).join() === expected.join(), `listed are ${nodes.map(({ id }) => id).join()}`);
      for (const { id, figures, ageMs } of nodes) {
        must(figures !== null && ageMs !== null, `${id} tells nothing`);
        must(figures.cores >= 1 && figures.disk.total > 0 && figures.nics.length > 0, JSON.stringify(figures));
        must(figures.memory.total === totalmem(), `${id}: memory ${figures.memory.total}, this computer ${totalmem()}`);
      }
      must(octetsOf(nodes) <= (await octetsInKernel(world)), `${NIC} of ${SWITCH} tells more than its kernel counted`);
      return `${nodes.map(({ id, state }) => `${id} ${state}`).join(", ")}; ${NIC} of ${SWITCH} received ${octetsOf(nodes)} octets, as its kernel counts`;
    },
  },
];

type Nodes = Awaited<ReturnType<ProvingWorld["operator"]["health"]["nodes"]["query"]>>;

function octetsOf(nodes: Nodes): number {
  const nics = nodes.find(({ id }) => id === SWITCH)?.figures?.nics ?? [];
  return nics.find(({ name }) => name === NIC)?.received ?? -1;
}

async function octetsInKernel({ lab }: ProvingWorld): Promise<number> {
  const argv = ["cat", `/sys/class/net/${NIC}/statistics/rx_bytes`];
  return Number((await lab.run(argv, { namespace: `sw-${SWITCH}` })).stdout);
}
