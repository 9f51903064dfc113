import { startLab } from "./lab";
import { stateDirectory } from "./state";

/** Runs the lab in the foreground until Ctrl-C, SIGTERM, or the end of its kernel (status 1). */
export async function upCommand(): Promise<number> {
  const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
  const lab = await startLab({ stateDir: stateDirectory(), log: say });
  say(`lab: ready at ${lab.socketPath}; Ctrl-C stops it`);
  const asked = new Promise<null>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve(null));
  });
  const ended = await Promise.race([asked, lab.ended]);
  await lab.stop();
  say(ended === null ? "lab: stopped" : `lab: the kernel has ended by itself (${ended})`);
  return ended === null ? 0 : 1;
}
