/** A real agent as a process of its own, on a switch of the rig, with a portal that says what it wants. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { lineSplitter } from "@/agent/executor-lines";
import type { DesiredState, MapEntry, ReportRequest } from "@/agent/protocol";
import { FakePortal } from "@/lab/fake-portal";
import { tallyProgram } from "@/lab/tally-build";
import { switchNamespace } from "@/lab/world";
import { agentCommand } from "@/run/agent-program";
import type { Rig } from "./rig";

const LINE_MAX_OCTETS = 1 << 27;
const ACT_WITHIN_MS = 600_000;
/** A processor's ticks a second, as the host counts them (getconf CLK_TCK). */
const TICKS_A_SECOND = 100;

const applied = z.object({
  /** When it was through, ms since 1970. */
  time: z.number(),
  operations: z.array(z.string()),
  failed: z.number(),
  msg: z.literal("applied"),
});
type Applied = z.infer<typeof applied>;

/** To check a report of 20,000 entries takes as long as what is measured; what the portal takes is not the question here. */
const unchecked = z.custom<ReportRequest>(() => true);

/** All reports are kept: without what is as it should be. */
function shortReport(body: unknown): ReportRequest {
  const report = unchecked.parse(body);
  return { ...report, entries: report.entries.filter(({ state }) => state !== "present"), counters: [] };
}

export class AgentProcess {
  private readonly acts: Applied[] = [];
  private words = "";

  private constructor(
    readonly portal: FakePortal,
    private readonly child: ChildProcess,
  ) {}

  /** Starts it, with the tally program unless told otherwise; resolves when the switch is as `state` says. */
  static async start(
    rig: Rig,
    code: string,
    state: DesiredState,
    { tally: isTallied = true } = {},
  ): Promise<AgentProcess> {
    const portal = new FakePortal(state, undefined, shortReport);
    await portal.open();
    const executor = { kind: "socket", path: rig.socketPath, namespace: switchNamespace(code) };
    const { url, token } = portal;
    const tally = isTallied ? await tallyProgram(rig.folder) : null;
    const file = join(rig.folder, `${code}.agent.json`);
    const cacheFile = join(rig.folder, `${code}.desired.json`);
    await writeFile(file, JSON.stringify({ portal: url, token, switchCode: code, executor, cacheFile, tally }));
    const { argv, env } = await agentCommand(rig.folder);
    const [node = process.execPath, ...words] = [...argv, "--config", file];
    const environment = { ...process.env, ...env };
    const agent = new AgentProcess(portal, spawn(node, words, { stdio: ["ignore", "pipe", "pipe"], env: environment }));
    agent.listen();
    await agent.settled();
    return agent;
  }

  /** Resolves when the agent has read back all that is desired. */
  async settled(): Promise<void> {
    const late = () =>
      new Error(`the agent has not read its state back within ${ACT_WITHIN_MS / 1000} s: ${this.words}`);
    await this.portal.settled(ACT_WITHIN_MS).catch(() => Promise.reject(late()));
  }

  /**
   * Makes a change at the portal. Gives ms from then until all of it was in the kernel, and until the agent had read all
   * of it back; the next change may follow at once.
   */
  async change(
    set: readonly MapEntry[],
    drop: readonly string[] = [],
  ): Promise<{ inKernel: number; readBack: number }> {
    const seen = this.acts.length;
    this.portal.change(set, drop);
    const begun = Date.now();
    // A state of which nothing is left counts as read back at once: the act itself is waited for besides.
    const act = this.portal.until(
      () => this.acts[seen],
      ACT_WITHIN_MS,
      () => this.words,
    );
    await Promise.all([act, this.settled()]);
    const last = this.acts.at(-1) ?? (await act);
    return { inKernel: last.time - begun, readBack: Date.now() - begun };
  }

  /** Resolves when it has reported so many times more. */
  async reports(count: number): Promise<void> {
    for (let left = count; left > 0; left -= 1) await this.portal.reported(() => true);
  }

  /** Octets of memory that it holds, and seconds of a processor that it has used. */
  async footprint(): Promise<{ readonly resident: number; readonly processorSeconds: number }> {
    const [status, stat] = await Promise.all(
      ["status", "stat"].map((name) => readFile(`/proc/${this.child.pid}/${name}`, "utf8")),
    );
    const resident = Number(/^VmRSS:\s+(\d+) kB/m.exec(status ?? "")?.[1] ?? Number.NaN) * 1024;
    const fields = (stat ?? "").slice((stat ?? "").lastIndexOf(")") + 2).split(" ");
    return { resident, processorSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND };
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "close");
    this.child.kill("SIGTERM");
    await ended;
    await this.portal.close();
  }

  private listen(): void {
    this.child.stdout?.on(
      "data",
      lineSplitter((line) => this.heard(line), LINE_MAX_OCTETS),
    );
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.words = (this.words + chunk.toString("utf8")).slice(-2_000);
    });
  }

  private heard(line: string): void {
    const said = applied.safeParse(JSON.parse(line));
    if (said.success) this.acts.push(said.data);
  }
}
