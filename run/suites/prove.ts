import { proveRows } from "@/prove/prove-rows";
import { connectWorld } from "@/prove/proving-world";
import type { SuiteResult } from "./summary";

/** The acceptance rows, on a world that runs already. */
export async function runProve(url: string, stateDir: string): Promise<SuiteResult> {
  const begun = Date.now();
  const verdicts = await proveRows(await connectWorld(url, stateDir), [], console.log);
  const passed = verdicts.filter((verdict) => verdict.pass).length;
  return { name: "prove", passed, failed: verdicts.length - passed, seconds: (Date.now() - begun) / 1000 };
}
