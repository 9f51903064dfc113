import { join } from "node:path";
import { type Child, logTail, startChild } from "./child";
import { StartProblem } from "./free-port";
import { noteProcess } from "./leftovers";

/** The portal has this long to answer its first request, in ms; the second start takes under two seconds. */
const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 100;

/** Starts the built portal on 127.0.0.1 and waits until the sign-in page answers. */
export async function startPortal(options: { stateDir: string; port: number; url: string }): Promise<Child> {
  const argv = [
    process.execPath,
    "node_modules/next/dist/bin/next",
    "start",
    "-H",
    "127.0.0.1",
    "-p",
    String(options.port),
  ];
  const child = startChild(argv, join(options.stateDir, "log/portal.log"), {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DOVETAIL_STATE: options.stateDir,
    DOVETAIL_URL: options.url,
    DOVETAIL_DEMO: "1",
  });
  if (child.pid !== null) noteProcess(options.stateDir, "portal", child.pid);
  await answering(`${options.url}/sign-in`, child);
  return child;
}

async function answering(url: string, child: Child): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  const ended = child.ended.then(() => "ended" as const);
  while (Date.now() < until) {
    const outcome = await Promise.race([ended, ask(url)]);
    if (outcome === "answers") return;
    if (outcome === "ended") break;
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  await child.stop();
  throw new StartProblem(`The portal did not start. Its log (${child.logFile}) ends with:\n${logTail(child.logFile)}`);
}

async function ask(url: string): Promise<"answers" | "silent"> {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    return reply.ok ? "answers" : "silent";
  } catch {
    return "silent";
  }
}
