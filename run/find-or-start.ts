import { stateDirectory } from "@/lab/state";
import { findRunning } from "./running";
import { startWorld } from "./world";

/** A world to work on: the one that runs on this state directory, or one of its own that is gone afterwards. */
export interface UsedWorld {
  readonly url: string;
  readonly stateDir: string;
  stop(): Promise<void>;
}

/** Finds the running world or starts one. @param say gets a line a step */
export async function findOrStartWorld(say: (line: string) => void): Promise<UsedWorld> {
  const stateDir = stateDirectory();
  const running = findRunning(stateDir);
  if (running !== null) return { url: running.url, stateDir, stop: async () => {} };
  say(`No world runs at ${stateDir}: starting one.`);
  return startWorld({ stateDir, port: 0, log: say });
}
