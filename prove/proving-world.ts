import type { Executor } from "@/agent/executor";
import { socketExecutor } from "@/agent/executor-socket";
import { labPaths } from "@/lab/state";
import { type Api, type DemoAccount, signIn } from "@/run/api";
import { until } from "@/run/until";

/** A running world as the rows see it: its API as each of its people, and the lab's kernel from outside the product. */
export interface ProvingWorld {
  readonly url: string;
  readonly aspen: Api;
  readonly birch: Api;
  readonly cedar: Api;
  readonly operator: Api;
  /** Commands in the lab's namespaces: what racks and resources do, and what is on the wire. */
  readonly lab: Executor;
}

/** A world that has just been started needs so long until its kernels hold everything, in ms: far more than it takes. */
const SETTLE_WITHIN_MS = 60_000;

/** Connects to a running world, once its agents hold what is ordered and hear each other. */
export async function connectWorld(url: string, stateDir: string): Promise<ProvingWorld> {
  const accounts: DemoAccount[] = ["aspen", "birch", "cedar", "operator"];
  const [aspen, birch, cedar, operator] = await Promise.all(accounts.map((account) => signIn(url, account)));
  if (!aspen || !birch || !cedar || !operator) throw new Error("the demo accounts are not there");
  await settled(operator);
  return { url, aspen, birch, cedar, operator, lab: await socketExecutor(labPaths(stateDir).socket, null) };
}

/** Every agent is in step, every order is in the kernels, and every link is heard. */
function settled(operator: Api): Promise<true> {
  return until("the agents to be in step and the links to be heard", SETTLE_WITHIN_MS, async () => {
    const switches = await operator.switches.list.query();
    const orders = await operator.extensions.list.query({});
    const links = await operator.links.list.query();
    const isSettled =
      switches.every(({ agent }) => agent.state === "in_step") &&
      orders.every(({ state }) => state !== "allocated") &&
      links.every(({ health }) => health === "up");
    return isSettled ? true : null;
  });
}
