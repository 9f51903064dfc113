import type { Executor } from "@/agent/executor";
import { socketExecutor } from "@/agent/executor-socket";
import { labPaths } from "@/lab/state";
import { type Api, type DemoAccount, signIn } from "@/run/api";

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

/** Connects to a running world. */
export async function connectWorld(url: string, stateDir: string): Promise<ProvingWorld> {
  const accounts: DemoAccount[] = ["aspen", "birch", "cedar", "operator"];
  const [aspen, birch, cedar, operator] = await Promise.all(accounts.map((account) => signIn(url, account)));
  if (!aspen || !birch || !cedar || !operator) throw new Error("the demo accounts are not there");
  return { url, aspen, birch, cedar, operator, lab: await socketExecutor(labPaths(stateDir).socket, null) };
}
