import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Executor } from "@/agent/executor";
import { socketExecutor } from "@/agent/executor-socket";
import { ExecutorUnavailable } from "@/agent/executor-unavailable";
import { probeNative } from "./kernel-native";
import type { Lab } from "./lab";
import { SMALL_WORLD, temporaryLab } from "./temporary-lab";

let lab: Lab;
let machine: Executor;

beforeAll(async () => {
  lab = await temporaryLab(SMALL_WORLD);
  machine = await socketExecutor(lab.socketPath, "left");
});
afterAll(() => lab.stop());

describe("a command in the lab's kernel", () => {
  it("gives status, output, errors and takes standard input, short and long", async () => {
    const result = await machine.run(["sh", "-c", "cat; echo err >&2; exit 7"], { stdin: "in" });
    expect(result).toEqual({ status: 7, stdout: "in", stderr: "err\n" });
    const long = "frame ".repeat(20_000);
    expect((await machine.run(["cat"], { stdin: long })).stdout).toBe(long);
    expect((await machine.run(["cat"], { stdin: "" })).stdout).toBe("");
  });

  it("gets its arguments as they are, however long", async () => {
    const argv = ["a b", "$HOME", "", "ü", "x".repeat(5_000)];
    expect((await machine.run(["printf", "%s|", ...argv])).stdout).toBe(argv.map((word) => `${word}|`).join(""));
  });

  it("gives 400 kB of output whole", async () => {
    const { stdout } = await machine.run(["seq", "1", "70000"]);
    expect(stdout.length).toBeGreaterThan(400_000);
    expect(stdout.endsWith("69999\n70000\n")).toBe(true);
  });

  it("runs beside others: 40 at once, each with its own answer", async () => {
    const inputs = Array.from({ length: 40 }, (_, index) => `${index} `.repeat(index * 20 + 1));
    const results = await Promise.all(inputs.map((stdin) => machine.run(["cat"], { stdin })));
    expect(results.map((result) => result.stdout)).toEqual(inputs);
  });

  it("runs in the namespace that is named, the executor's own or another", async () => {
    expect((await machine.run(["ip", "-br", "addr", "show", "eth0"])).stdout).toContain("198.18.0.1/24");
    const other = await machine.run(["ip", "-br", "addr", "show", "eth0"], { namespace: "right" });
    expect(other.stdout).toContain("198.18.0.2/24");
  });

  it("sees in /sys the devices of its namespace, also after the namespace was made anew", async () => {
    const first = await machine.run(["ls", "/sys/class/net"], { namespace: "sw-1" });
    expect(first.stdout.split("\n")).toEqual(["lo", "p-1", "p-2", ""]);
    const kernel = await socketExecutor(lab.socketPath, null);
    for (const device of ["one", "two"]) {
      const anew = [`netns add passing`, `link add ${device} netns passing type dummy`];
      await kernel.run(["ip", "-batch", "-"], { stdin: `${anew.join("\n")}\n` });
      const seen = await machine.run(["ls", "/sys/class/net"], { namespace: "passing" });
      expect(seen.stdout).toBe(`lo\n${device}\n`);
      expect((await kernel.run(["ip", "netns", "del", "passing"])).stderr).toBe("");
    }
  });

  it("says what is wrong: no such program, no such namespace, time over", async () => {
    expect(await machine.run(["no-such-program"])).toMatchObject({ status: 127 });
    const lost = await machine.run(["true"], { namespace: "nowhere" });
    expect(lost.status).not.toBe(0);
    expect(lost.stderr).toContain("nowhere");
    expect((await machine.run(["sleep", "60"], { timeoutMs: 100 })).status).toBe(143);
  });
});

describe("a stream", () => {
  it("delivers every octet in order, and its status", async () => {
    const chunks: Buffer[] = [];
    const status = await new Promise<number>((resolve, reject) => {
      const onStdout = (chunk: Buffer) => void chunks.push(chunk);
      machine.stream(["seq", "1", "30000"], { onStdout, onEnd: resolve }).catch(reject);
    });
    expect(status).toBe(0);
    const expected = Array.from({ length: 30_000 }, (_, index) => `${index + 1}\n`).join("");
    expect(Buffer.concat(chunks).toString()).toBe(expected);
  });

  it("does not hold up other commands while it floods, and ends when asked", async () => {
    let octets = 0;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let end: (status: number) => void = () => undefined;
    const ended = new Promise<number>((resolve) => {
      end = resolve;
    });
    const handle = await machine.stream(["cat", "/dev/zero"], {
      onStdout(chunk) {
        octets += chunk.length;
        begin();
      },
      onEnd: (status) => end(status),
    });
    await begun;
    expect((await machine.run(["echo", "through"])).stdout).toBe("through\n");
    handle.stop();
    expect(await ended).toBe(143);
    expect(octets).toBeGreaterThan(0);
  });
});

describe("the world", () => {
  it("stands in a kernel that can do what the fabric needs", async () => {
    expect(await probeNative(await socketExecutor(lab.socketPath, null))).toBeNull();
  });

  it("leaves the switch's ports down, with nothing of the agent", async () => {
    const { stdout } = await machine.run(["ip", "-br", "link"], { namespace: "sw-1" });
    const devices = stdout
      .trim()
      .split("\n")
      .map((line) => line.split(/[\s@]+/)[0]);
    expect(devices).toEqual(["lo", "p-1", "p-2"]);
    expect(stdout).not.toMatch(/[<,]UP[,>]/);
  });

  it("has no IP address in a switch, and no IPv6 address anywhere", async () => {
    expect((await machine.run(["ip", "-br", "addr"], { namespace: "sw-1" })).stdout).not.toMatch(/\d\/\d/);
    for (const namespace of ["sw-1", "left", "right"]) {
      expect((await machine.run(["ip", "-6", "-o", "addr"], { namespace })).stdout).toBe("");
    }
  });

  it("gives a VLAN interface its own MAC where the world says so", async () => {
    const { stdout } = await machine.run(["ip", "-br", "link", "show", "v20"]);
    expect(stdout).toContain("02:00:00:00:00:01");
  });
});

describe("the end", () => {
  it("leaves no process of the lab's kernel when its parent is killed", async () => {
    const stateDir = await mkdtemp(join(tmpdir(), "dovetail-"));
    const env = { ...process.env, DOVETAIL_STATE: stateDir };
    const parent = spawn(process.execPath, ["--import", "tsx", "lab/cli.ts", "up"], { env, stdio: "pipe" });
    let said = "";
    parent.stdout.on("data", (chunk) => {
      said += chunk;
    });
    await vi.waitFor(() => expect(said).toContain("ready at"), { timeout: 60_000 });
    expect(await processesWith(stateDir)).not.toEqual([]);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await vi.waitFor(async () => expect(await processesWith(stateDir)).toEqual([]), { timeout: 10_000 });
    await rm(stateDir, { recursive: true });
  });

  it("of the kernel itself is an error for all that is under way and later, and nothing of it stays", async () => {
    const doomed = await temporaryLab(SMALL_WORLD);
    const executor = doomed.executor("left");
    const sleeping = executor.run(["sleep", "60"]);
    const crashing = executor.run(["tee", "/proc/sysrq-trigger"], { stdin: "c" });
    await expect(sleeping).rejects.toBeInstanceOf(ExecutorUnavailable);
    await expect(crashing).rejects.toThrow("has ended");
    await expect(executor.run(["true"])).rejects.toBeInstanceOf(ExecutorUnavailable);
    await doomed.stop();
    expect(await processesWith(dirname(doomed.socketPath))).toEqual([]);
  });

  it("the command line says so when no lab runs", async () => {
    const env = { ...process.env, DOVETAIL_STATE: join(tmpdir(), "dovetail-nobody-here") };
    const asked = promisify(execFile)(process.execPath, ["--import", "tsx", "lab/cli.ts", "status"], { env });
    await expect(asked).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("No lab runs in") });
  });
});

/** Processes of this machine that name a folder in their command line. */
async function processesWith(folder: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return ids.filter((_, index) => lines[index]?.includes(folder));
}
