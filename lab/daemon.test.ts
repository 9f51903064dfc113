import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localExecutor } from "@/agent/executor-local";
import { describeLab, socketExecutor } from "@/agent/executor-socket";
import { ExecutorUnavailable } from "@/agent/executor-unavailable";
import { claimSocket, serveExecutor } from "./daemon";

let folder: string;
let path: string;
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dovetail-"));
  path = join(folder, "lab.sock");
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await rm(folder, { recursive: true });
});

/** The daemon over this kernel: namespaces apart, it is what the lab serves. */
async function serve(): Promise<{ close(): Promise<void> }> {
  const server = await serveExecutor(path, localExecutor(), { kernel: "a kernel", why: "a reason" });
  closers.push(server.close);
  return server;
}

describe("commands through the socket", () => {
  it("give status, output, errors and take standard input", async () => {
    await serve();
    const executor = await socketExecutor(path, null);
    expect(executor.kernel).toBe("a kernel");
    const result = await executor.run(["sh", "-c", "cat; echo err >&2; exit 3"], { stdin: "in" });
    expect(result).toEqual({ status: 3, stdout: "in", stderr: "err\n" });
  });

  it("keep large outputs whole, many at a time", async () => {
    await serve();
    const executor = await socketExecutor(path, null);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => executor.run(["head", "-c", "400000", "/dev/zero"])),
    );
    expect(results.map((result) => result.stdout.length)).toEqual(Array(10).fill(400_000));
  });

  it("stream, and end when asked", async () => {
    await serve();
    const executor = await socketExecutor(path, null);
    const heard: string[] = [];
    const status = await new Promise<number>((resolve, reject) => {
      const handle = executor.stream(["sh", "-c", "echo out; echo err >&2; exec sleep 60"], {
        onStdout: (chunk) => heard.push(chunk.toString()),
        onStderr(chunk) {
          heard.push(chunk.toString());
          handle.then((running) => running.stop(), reject);
        },
        onEnd: resolve,
      });
    });
    expect(status).toBe(143);
    expect(heard.sort()).toEqual(["err\n", "out\n"]);
  });

  it("are refused with the reason when they make no sense", async () => {
    await serve();
    const executor = await socketExecutor(path, null);
    await expect(executor.run(["echo", "a\0b"])).rejects.toThrow("NUL");
    await expect(executor.run(["true"], { namespace: "../etc" })).rejects.toThrow("namespace");
  });
});

describe("a daemon that is away", () => {
  it("is a typed error before, and for whatever is under way", async () => {
    await expect(socketExecutor(path, null)).rejects.toBeInstanceOf(ExecutorUnavailable);
    const server = await serve();
    const executor = await socketExecutor(path, null);
    const running = executor.run(["sleep", "60"], { timeoutMs: 200 });
    await executor.run(["true"]);
    await server.close();
    await expect(running).rejects.toBeInstanceOf(ExecutorUnavailable);
    await expect(executor.run(["true"])).rejects.toBeInstanceOf(ExecutorUnavailable);
  });

  it("is used again when it is back", async () => {
    const server = await serve();
    const executor = await socketExecutor(path, null);
    await server.close();
    await serve();
    expect((await executor.run(["true"])).status).toBe(0);
  });
});

describe("the socket's path", () => {
  it("is free when nothing was there", async () => {
    expect(await claimSocket(path)).toBeNull();
  });

  it("is taken over from a lab that ended without cleaning up, and that is said", async () => {
    await writeFile(path, "");
    expect(await claimSocket(path)).toContain("socket was removed");
    await expect(stat(path)).rejects.toThrow("ENOENT");
  });

  it("is refused while a lab answers there", async () => {
    await serve();
    await expect(claimSocket(path)).rejects.toThrow(`process ${process.pid}`);
    expect((await describeLab(path)).why).toBe("a reason");
  });

  it("is refused when it is too long for a socket", async () => {
    await expect(claimSocket(`/tmp/${"x".repeat(110)}/lab.sock`)).rejects.toThrow("too long");
  });

  it("opens for this user only", async () => {
    await serve();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("a client that talks nonsense is refused and the daemon lives on", async () => {
    await serve();
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(path, () => socket.write("nonsense\n"));
      socket.once("data", (chunk) => resolve(chunk.toString()));
    });
    expect(JSON.parse(answer)).toMatchObject({ kind: "refused", code: "LAB_BAD_REQUEST" });
    expect((await describeLab(path)).kernel).toBe("a kernel");
  });

  it("a server that is no lab makes the client say so", async () => {
    const server = createServer((socket) => void socket.resume().end("hello\n"));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    closers.push(() => new Promise((resolve) => server.close(() => resolve())));
    await expect(describeLab(path)).rejects.toBeInstanceOf(ExecutorUnavailable);
  });
});
