/** Three edge switches in a triangle of lines, with real agents and heartbeats: the stage of failovers. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReportRequest } from "@/agent/protocol";
import {
  attachment,
  linkEnd,
  pseudowire,
  RING_WORLD,
  type Stage,
  startStage,
  transitOf,
  trunk,
} from "./agents-under-test";
import { type Blast, blastIn, type DeviceCount, type Running, type SentFrames } from "./blast";
import { heartbeatProgram } from "./heartbeat-build";

export const PSEUDOWIRE = 5001;
/** Tags 3 of the line straight across, and of the way through the third switch. */
export const STRAIGHT = { out: 1201, in: 1102 };
export const AROUND = { out: 1203, in: 1104 };

/** Frames a second of the stream: one lost frame is 5 ms. */
export const RATE = 200;

const NEAR_ENTRIES = [attachment(1, 10, "100.200", 11), trunk(PSEUDOWIRE, "100.200", 11)];
const FAR_ENTRIES = [attachment(11, 10, "100.200", 71), trunk(PSEUDOWIRE, "100.200", 71)];

/** The stage with its pseudowire up on both paths. */
export async function startFailoverStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "dovetail-heartbeat-"));
  const stage = await startStage(RING_WORLD, await heartbeatProgram(folder));
  const stop = async () => {
    await stage.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await joinTriangle(stage);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...stage, stop };
}

async function joinTriangle(stage: Stage): Promise<void> {
  const end = (code: string, link: number) => linkEnd(stage, code, link, ["vpls"]);
  const [near, far, middle] = ["901", "902", "903"].map((code) => stage.agent(code).portal);
  middle?.alter({
    links: [await end("903", 31), await end("903", 32)],
    transits: [transitOf(31, 32, AROUND.out, AROUND.in), transitOf(32, 31, AROUND.in, AROUND.out)],
  });
  near?.alter({
    ports: [pseudowire(PSEUDOWIRE, [31, STRAIGHT.out, STRAIGHT.in], [32, AROUND.out, AROUND.in])],
    links: [await end("901", 31), await end("901", 32)],
    entries: NEAR_ENTRIES,
  });
  far?.alter({
    ports: [pseudowire(PSEUDOWIRE, [31, STRAIGHT.in, STRAIGHT.out], [32, AROUND.in, AROUND.out])],
    links: [await end("902", 31), await end("902", 32)],
    entries: FAR_ENTRIES,
  });
  await Promise.all([near, far].map((portal) => portal?.reported(({ paths }) => isAllUp(paths))));
}

const isAllUp = (paths: ReportRequest["paths"]) => paths.length > 0 && paths.every(({ state }) => state === "up");

/** Index of the path that a switch says it sends by. */
export function activePath({ paths }: ReportRequest): number {
  return paths.findIndex(({ active }) => active);
}

/** The line straight across loses every frame that leaves it at this end; no device goes down. */
export async function cut(stage: Stage, code: string): Promise<void> {
  await qdisc(stage, code, "add", "netem", "loss", "100%");
}

export async function mend(stage: Stage, code: string): Promise<void> {
  await qdisc(stage, code, "del");
}

async function qdisc(stage: Stage, code: string, verb: string, ...more: string[]): Promise<void> {
  const argv = ["tc", "qdisc", verb, "dev", "l-31", "root", ...more];
  const { status, stderr } = await stage.agent(code).kernel.run(argv);
  if (status !== 0) throw new Error(`${argv.join(" ")} at ${code}: ${stderr}`);
}

/** What became of a stream. */
export interface StreamCount {
  readonly sent: number;
  readonly arrived: number;
  readonly lost: number;
  readonly doubled: number;
  readonly reordered: number;
  /** Frames that left the sending switch by each line. */
  readonly straight: number;
  readonly around: number;
  /** Frames that came in at the third switch. */
  readonly transit: number;
}

/** Counts and sends; each stream has a marker of its own. */
export class Streams {
  private count = 0;

  private constructor(
    private readonly stage: Stage,
    private readonly blasts: {
      readonly machine: Blast;
      readonly near: Blast;
      readonly middle: Blast;
      readonly far: Blast;
    },
  ) {}

  static async open(stage: Stage): Promise<Streams> {
    const [machine, near, middle, far] = await Promise.all([
      blastIn(stage.lab, "ca"),
      blastIn(stage.lab, "sw-901"),
      blastIn(stage.lab, "sw-903"),
      blastIn(stage.lab, "rc"),
    ]);
    return new Streams(stage, { machine, near, middle, far });
  }

  /** Numbered frames from a machine on 901 to one on 902, before, while and after something is done. */
  async during(act: () => Promise<unknown>): Promise<StreamCount> {
    this.count += 1;
    const marker = `d07ed07e${this.count.toString(16).padStart(8, "0")}`;
    const { machine, near, middle, far } = this.blasts;
    const markers = [marker];
    const counters = await Promise.all([
      far.startCounting({ devices: ["eth0"], markers }),
      near.startCounting({ devices: ["out:l-31", "out:l-32"], markers }),
      middle.startCounting({ devices: ["l-31"], markers }),
    ]);
    const frame = `0200000000500200000000018100000a88b6${marker}`.padEnd(200, "0");
    const sending = await machine.startSending({ device: "eth0", templates: [frame], rate: RATE, marker });
    await this.arrive(RATE / 2);
    await act();
    await this.arrive(RATE / 2);
    const sent = await sending.stop();
    return this.countOf(sent, counters);
  }

  /** So many more frames have come in at the far machine. */
  private async arrive(more: number): Promise<void> {
    const before = await this.received();
    const { portal } = this.stage.agent("902");
    while ((await this.received()) < before + more) await portal.reported(() => true);
  }

  private async received(): Promise<number> {
    const { stdout } = await this.stage.lab.executor("rc").run(["cat", "/sys/class/net/eth0/statistics/rx_packets"]);
    return Number(stdout);
  }

  private async countOf({ sent }: SentFrames, counters: readonly Running<DeviceCount[]>[]): Promise<StreamCount> {
    const devices = (await Promise.all(counters.map((counter) => counter.stop()))).flat();
    if (devices.some(({ unread }) => unread > 0)) throw new Error("Frames came too fast to be counted.");
    const [end, straight, around, transit] = devices.map(({ markers }) => markers[0]);
    return {
      sent,
      arrived: end?.distinct ?? 0,
      lost: sent - (end?.distinct ?? 0),
      doubled: end?.duplicates ?? 0,
      reordered: end?.reordered ?? 0,
      straight: straight?.frames ?? 0,
      around: around?.frames ?? 0,
      transit: transit?.frames ?? 0,
    };
  }
}
