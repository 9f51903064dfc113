import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { desiredHash, portNumber } from "@/agent/protocol";
import { type AgentUnderTest, attachment, kernelText, type Stage, startStage } from "./agents-under-test";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRIES = [attachment(1, 10, "100.200", 11), attachment(11, 10, "100.200", 11)];

let stage: Stage;
let agent: AgentUnderTest;
let folder: string;
let config: string;

beforeAll(async () => {
  stage = await startStage();
  agent = stage.agent("901");
  await agent.stop();
  folder = await mkdtemp(join(tmpdir(), "dovetail-process-"));
  config = join(folder, "901.json");
  const executor = { kind: "socket", path: stage.lab.socketPath, namespace: "sw-901" };
  const { url, token } = agent.portal;
  const cacheFile = join(folder, "901.desired.json");
  await writeFile(config, JSON.stringify({ portal: url, token, switchCode: "901", executor, cacheFile }));
});
afterAll(async () => {
  await stage?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true });
});

/** The agent's front door as a process. */
function main(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "agent/main.ts", ...args, "--config", config], {
    cwd: ROOT,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<{ status: number | null; output: string }>((resolve) =>
    child.on("close", (status) => resolve({ status, output })),
  );
  return { ended, terminate: () => child.kill("SIGTERM") };
}

/** Captures that run in the switch's kernel, by their command lines. */
async function runningCaptures(): Promise<string> {
  const { stdout } = await agent.kernel.run(["pgrep", "-f", "^tcpdump -i p-1 "]);
  return stdout;
}

describe("the agent's process", () => {
  test("converges, and at SIGTERM ends its captures and leaves the switch as it is", async () => {
    agent.portal.change(ENTRIES);
    const running = main();
    await agent.portal.settled();
    const before = await kernelText(agent.kernel);
    agent.portal.watch({ ports: [portNumber.parse(1)], forMs: 60_000 });
    await agent.portal.reported(({ capturing }) => capturing.length === 1);
    expect(await runningCaptures()).not.toBe("");
    running.terminate();
    const { status, output } = await running.ended;
    expect(status).toBe(0);
    expect(output).toContain("the switch stays as it is");
    await expect.poll(runningCaptures).toBe("");
    expect(await kernelText(agent.kernel)).toBe(before);
  });

  test("prints the plan for its cached state, or for another one, and does nothing", async () => {
    const before = await kernelText(agent.kernel);
    expect(await main("plan").ended).toEqual({ status: 0, output: expect.stringContaining("Nothing to do") });
    const { ports } = agent.portal.desired;
    const parts = { ports, links: [], transits: [], entries: [] };
    const desired = join(folder, "other.json");
    await writeFile(desired, JSON.stringify({ number: 9, hash: desiredHash(parts), ...parts }));
    const printed = await main("plan", "--desired", desired).ended;
    expect(printed.output.trim().split("\n")).toHaveLength(6);
    expect(printed.output).toContain("remove rule p-1 prio 10: VLAN 10 -> push 200, push s100, push s11, to a-1");
    expect(await kernelText(agent.kernel)).toBe(before);
  });

  test("says in one sentence what is wrong with its command line", async () => {
    const { status, output } = await main("dance").ended;
    expect(status).toBe(1);
    expect(output).toContain('There is no command "dance"');
  });
});
