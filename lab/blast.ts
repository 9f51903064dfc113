/** The lab's frame generator and counter (lab/blast/blast.h), run in a namespace of the lab. */
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Executor, StreamHandle } from "@/agent/executor";
import { lineSplitter } from "@/agent/executor-lines";
import { cProgram } from "./c-program";
import type { Lab } from "./lab";

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), "blast");
/** Room for a slow kernel beside the time that the frames take. */
const MARGIN_MS = 60_000;
const LINE_MAX_OCTETS = 1 << 20;

export interface Sending {
  readonly namespace?: string;
  readonly device: string;
  /** Whole frames from the destination MAC on, hexadecimal, without FCS; sent in turn. */
  readonly templates: readonly string[];
  /** Frames in all; each template once if absent. 0 sends until it is stopped. */
  readonly count?: number;
  /** Frames a second; as fast as it goes if absent. */
  readonly rate?: number;
  /** Ends after so many seconds, whatever `count` says. */
  readonly seconds?: number;
  /** Octets (hexadecimal) in the template that a sequence number and the time of sending follow, 8 octets each. */
  readonly marker?: string;
  /** Another source MAC in each frame. */
  readonly randomSources?: boolean;
}

const sentFrames = z.object({
  sent: z.number(),
  /** Without FCS. */
  octets: z.number(),
  /** Left out: longer than the MTU of the device, or of its peer, allows. */
  refused: z.number(),
  nanos: z.number(),
});
export type SentFrames = z.infer<typeof sentFrames>;

export interface Counting {
  readonly namespace?: string;
  /** "eth0" counts what it receives, "out:p-1" what it sends. */
  readonly devices: readonly string[];
  /** Up to eight, hexadecimal. */
  readonly markers: readonly string[];
  /** Megabytes of room for each device's frames that are not read yet. */
  readonly ring?: number;
}

const tally = z.object({
  marker: z.string(),
  frames: z.number(),
  /** With the tags, without FCS. */
  octets: z.number(),
  /** Different sequence numbers. */
  distinct: z.number(),
  duplicates: z.number(),
  reordered: z.number(),
  /** Highest sequence number; the first one is 0. */
  last: z.number(),
  /** Nanoseconds from sending to receipt. */
  delay: z.object({ median: z.number(), p99: z.number(), max: z.number() }),
  /** Outermost tags; type "0000" for frames without one. */
  tags: z.array(z.object({ type: z.string(), control: z.number(), frames: z.number() })),
  /** The first frames, whole tags and up to 96 octets, hexadecimal. */
  samples: z.array(z.string()),
});
export type Tally = z.infer<typeof tally>;

const deviceCount = z.object({
  device: z.string(),
  direction: z.enum(["in", "out"]),
  frames: z.number(),
  octets: z.number(),
  /** Frames without any of the markers. */
  other: z.number(),
  /** Frames for which there was no room: 0 makes the figures exact. */
  unread: z.number(),
  markers: z.array(tally),
});
export type DeviceCount = z.infer<typeof deviceCount>;
const counted = z.object({ devices: z.array(deviceCount) });

/** Something that goes on until it is stopped and then says what it did. */
export interface Running<T> {
  stop(): Promise<T>;
}

export interface Blast {
  /** Sends to the end. @throws Error with the program's words, e.g. when the device is down */
  send(sending: Sending): Promise<SentFrames>;
  /** Begins to send, and goes on beside what follows. */
  startSending(sending: Sending): Promise<Running<SentFrames>>;
  /** Resolves when every frame from now on is counted. */
  startCounting(counting: Counting): Promise<Running<DeviceCount[]>>;
}

/** The generator for an executor, compiled into `folder` (which the executor's kernel must see). */
export async function openBlast(executor: Executor, folder: string): Promise<Blast> {
  const program = resolve(await cProgram("blast", SOURCES, folder));
  return {
    send: (sending) => send(executor, program, sending),
    startSending: (sending) => startSending(executor, program, sending),
    startCounting: (counting) => startCounting(executor, program, counting),
  };
}

/** The generator in a namespace of a running lab's world. */
export function blastIn(lab: Pick<Lab, "socketPath" | "executor">, namespace: string): Promise<Blast> {
  return openBlast(lab.executor(namespace), dirname(lab.socketPath));
}

async function send(executor: Executor, program: string, sending: Sending): Promise<SentFrames> {
  const { namespace, seconds = 0, count = 0, rate } = sending;
  const paced = rate === undefined ? 0 : (count / rate) * 1000;
  const { status, stdout, stderr } = await executor.run(sendArgv(program, sending), {
    namespace,
    stdin: `${sending.templates.join("\n")}\n`,
    timeoutMs: MARGIN_MS + seconds * 1000 + paced,
  });
  if (status !== 0) throw new Error(`${sending.device} sent nothing: ${stderr.trim() || `status ${status}`}`);
  return sentFrames.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
}

function sendArgv(program: string, { device, count, rate, seconds, marker, randomSources }: Sending): string[] {
  const options = { count, rate, seconds, marker, sources: randomSources === true ? "random" : undefined };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return [program, "send", device, ...given.map(([name, value]) => `${name}=${value}`)];
}

/** A stream has no standard input: its templates are arguments. */
async function startSending(executor: Executor, program: string, sending: Sending): Promise<Running<SentFrames>> {
  const argv = [...sendArgv(program, { count: 0, ...sending }), ...sending.templates.map((one) => `frame=${one}`)];
  const running = await BlastProgram.start(executor, argv, sending.namespace);
  await running.firstWord();
  return { stop: async () => sentFrames.parse(await running.lastWord()) };
}

async function startCounting(executor: Executor, program: string, counting: Counting): Promise<Running<DeviceCount[]>> {
  const { namespace, devices, markers, ring } = counting;
  const room = ring === undefined ? [] : [`ring=${ring}`];
  const argv = [program, "count", ...room, ...markers.map((marker) => `marker=${marker}`), ...devices];
  const running = await BlastProgram.start(executor, argv, namespace);
  await running.firstWord();
  return { stop: async () => counted.parse(await running.lastWord()).devices };
}

/** A running program that says lines of JSON. */
class BlastProgram {
  private readonly lines: string[] = [];
  private words = "";
  private status: number | null = null;
  private handle: StreamHandle | null = null;
  private look: () => void = () => undefined;

  static async start(executor: Executor, argv: readonly string[], namespace?: string): Promise<BlastProgram> {
    const program = new BlastProgram();
    const split = lineSplitter((line) => program.heard(line), LINE_MAX_OCTETS);
    program.handle = await executor.stream(argv, {
      namespace,
      onStdout: split,
      onStderr: (chunk) => {
        program.words += chunk.toString("utf8");
      },
      onEnd: (status) => program.ended(status),
    });
    return program;
  }

  /** @throws Error with the program's words when it ended without one */
  async firstWord(): Promise<void> {
    await this.until(() => this.lines.length > 0);
  }

  /** Stops the program and gives its last line, parsed. @throws Error with its words when it failed */
  async lastWord(): Promise<unknown> {
    this.handle?.stop();
    await this.until(() => this.status === 0);
    return JSON.parse(this.lines.at(-1) ?? "null");
  }

  private heard(line: string): void {
    this.lines.push(line);
    this.look();
  }

  private ended(status: number): void {
    this.status = status;
    this.look();
  }

  private until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.look = () => {
        if (isSo()) resolve();
        else if (this.status !== null) reject(new Error(this.words.trim() || `blast ended with ${this.status}`));
      };
      this.look();
    });
  }
}
