import type { AgentConfig } from "./config";
import type { Executor } from "./executor";
import { localExecutor } from "./executor-local";
import { socketExecutor } from "./executor-socket";

/** The executor that a configuration names. */
export async function executorOf(config: AgentConfig["executor"]): Promise<Executor> {
  if (config.kind === "socket") return socketExecutor(config.path, config.namespace);
  return localExecutor({ namespace: config.namespace });
}
