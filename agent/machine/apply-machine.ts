/** Does what one machine needs, command by command. */
import type { Executor, RunOptions } from "../executor";
import type { MachineCommand, MachineWork } from "./machine-plan";

/** Runs the commands in their order; gives null, or why the kernel refused one, as a sentence. */
export async function applyMachine(executor: Executor, work: MachineWork): Promise<string | null> {
  for (const command of work.commands) {
    const refusal = await applyCommand(executor, command, work.namespace);
    if (refusal !== null) return refusal;
  }
  return null;
}

async function applyCommand(executor: Executor, command: MachineCommand, machine: string): Promise<string | null> {
  const stdin = command.lines?.map((line) => `${line}\n`).join("");
  const result = await executor.run(command.argv, { stdin, ...placeOf(command, machine) });
  if (result.status === 0) return null;
  const number = Number(/Command failed -:(\d+)/.exec(result.stderr)?.[1] ?? 1);
  const said = result.stderr.split("\n")[0]?.trim() || `it ended with ${result.status}`;
  return `the kernel refused "${command.lines?.[number - 1] ?? command.argv.join(" ")}": ${said.slice(0, 300)}`;
}

function placeOf({ place }: MachineCommand, machine: string): Pick<RunOptions, "namespace"> {
  if (place === "switch") return {};
  return { namespace: place === "kernel" ? null : machine };
}
