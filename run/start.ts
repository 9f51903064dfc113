import { stateDirectory } from "@/lab/state";
import { StartProblem } from "./free-port";
import { type StartedWorld, startWorld } from "./world";

// `npm start`: portal, lab and agents until Ctrl-C.

const DEFAULT_PORT = 3000;

const stopping = new Promise<void>((resolve) => {
  process.once("SIGINT", resolve);
  process.once("SIGTERM", resolve);
});

try {
  const world = await startWorld({
    stateDir: stateDirectory(),
    port: wantedPort(),
    onPortal: sayPortal,
    log: console.log,
  });
  sayReady(world);
  await stopping;
  console.log("\nStopping the agents, the lab and the portal ...");
  await world.stop();
  console.log("Stopped.");
} catch (error) {
  if (!(error instanceof StartProblem)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

function wantedPort(): number {
  const port = Number(process.env.PORT ?? DEFAULT_PORT);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new StartProblem(`PORT is "${process.env.PORT}". Give a number from 1 to 65535, for example PORT=3000.`);
}

function sayPortal(url: string): void {
  console.log(`\n  Dovetail is at ${url}/sign-in\n`);
  console.log("  Demo accounts, all with the password dovetail-demo:");
  console.log("    ada@aspen.example   ben@birch.example   cleo@cedar.example   (tenants)");
  console.log("    admin@dovetail.example                                        (operator)\n");
}

function sayReady(world: StartedWorld): void {
  console.log(`  Lab: ${world.kernel}. Frames flow; Ctrl-C stops everything.\n`);
}
