import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { logTail, startChild } from "./child";
import { freePort, StartProblem } from "./free-port";
import { endLeftovers, noteProcess } from "./leftovers";
import { findRunning, forgetRunning, noteRunning } from "./running";
import { startWorld } from "./world";

const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "dovetail-run-"));
  folders.push(made);
  return made;
}

afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});

test("a port in use is one sentence with the remedy", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await expect(freePort(port)).rejects.toThrow(
    new StartProblem(
      `Port ${port} is used by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`,
    ),
  );
  await new Promise((resolve) => server.close(resolve));
});

test("any port is a free one, and free again afterwards", async () => {
  const port = await freePort(0);
  expect(await freePort(port)).toBe(port);
});

test("a second world on the same state is refused and named", async () => {
  const stateDir = folder();
  noteRunning(stateDir, { pid: process.pid, url: "http://127.0.0.1:3000", kernel: "none" });
  await expect(startWorld({ stateDir, port: 0, log: () => {} })).rejects.toThrow(
    `Dovetail already runs here, at http://127.0.0.1:3000 (process ${process.pid}). Stop that one first.`,
  );
});

test("what a killed world left behind does not count as running, nor does a broken note", () => {
  const stateDir = folder();
  noteRunning(stateDir, { pid: 2 ** 22 + 1, url: "http://127.0.0.1:1", kernel: "none" });
  expect(findRunning(stateDir)).toBeNull();
  writeFileSync(join(stateDir, "world.json"), "{");
  expect(findRunning(stateDir)).toBeNull();
  forgetRunning(stateDir);
  expect(findRunning(stateDir)).toBeNull();
});

test("a child's output is in its log, and it ends when it is told to", async () => {
  const logFile = join(folder(), "log/child.log");
  const program =
    "console.log('hello'); process.on('SIGTERM', () => process.exit(3)); setInterval(() => {}, 1000); console.log('ready')";
  const child = startChild([process.execPath, "-e", program], logFile, {});
  await expect.poll(() => logTail(logFile), { timeout: 5_000 }).toContain("ready");
  await child.stop();
  expect(await child.ended).toBe(3);
  expect(logTail(logFile, 2)).toBe("hello\nready");
});

test("what a killed start left running is ended and named, a process that took over its id is not", async () => {
  const stateDir = folder();
  const child = startChild(
    [process.execPath, "-e", "setInterval(() => {}, 1000)"],
    join(stateDir, "log/child.log"),
    {},
  );
  const { pid } = child;
  if (pid === null) throw new Error("the child did not start");
  noteProcess(stateDir, "portal", pid);
  writeFileSync(join(stateDir, "run/agent-116"), `${process.pid} 1`);
  expect(await endLeftovers(stateDir)).toBe(
    `An earlier start was killed and left portal (process ${pid}) running: ended.`,
  );
  await child.ended;
  expect(await endLeftovers(stateDir)).toBeNull();
});
