/** What a lane carries: TCP, and frames of one size as fast as they go. */
import { z } from "zod";
import type { Rig } from "./rig";

/** Two machines and what lies between them. */
export interface Lane {
  readonly name: string;
  /** Namespaces of the machines; each has eth0. */
  readonly from: string;
  readonly to: string;
  /** Of the far machine, in one network with the near one. */
  readonly address: string;
}

const TCP_SECONDS = 1;
const FRAMES = 40_000;
const IPERF = "iperf3";
const report = z.object({ end: z.object({ sum_received: z.object({ bits_per_second: z.number() }) }) });

/** True when the kernel's files have iperf3. */
export async function hasIperf({ root }: Rig): Promise<boolean> {
  return (await root.run([IPERF, "--version"])).status === 0;
}

/** Starts the far machine's server of `tcpRate`, resolves when it listens; it ends with the rig. */
export function startTcpServer({ root }: Rig, lane: Lane): Promise<void> {
  return new Promise((resolve, reject) => {
    const onStdout = (words: Buffer) => words.includes("listening") && resolve();
    const onEnd = (status: number) => reject(new Error(`${lane.name}: the iperf3 server ended with ${status}`));
    root.stream([IPERF, "-s", "--forceflush"], { namespace: lane.to, onStdout, onEnd }).catch(reject);
  });
}

/** Gbit/s of one TCP connection, as its receiver counts. */
export async function tcpRate({ root }: Rig, lane: Lane): Promise<number> {
  const argv = [IPERF, "-c", lane.address, "-t", String(TCP_SECONDS), "-J"];
  const { status, stdout } = await root.run(argv, { namespace: lane.from, timeoutMs: 60_000 });
  const said = report.safeParse(status === 0 ? JSON.parse(stdout) : null);
  if (!said.success) throw new Error(`${lane.name}: iperf3 ended with ${status}: ${stdout.slice(-200)}`);
  return said.data.end.sum_received.bits_per_second / 1e9;
}

/**
 * Frames a second of one size that arrive when they are sent as fast as they go. In a kernel with one processor the
 * sender waits for the way of each frame, so nothing is lost at that rate; if it is, that is an error.
 *
 * @param octets of the frame as people count them, with FCS
 */
export async function frameRate(rig: Rig, lane: Lane, octets: number): Promise<number> {
  const templates = [await frameTo(rig, lane, octets - 4)];
  const before = await received(rig, lane);
  const sending = { namespace: lane.from, device: "eth0", templates, count: FRAMES };
  const { sent, nanos } = await rig.blast.send(sending);
  const arrived = (await received(rig, lane)) - before;
  if (arrived < sent)
    throw new Error(`${lane.name}: ${sent - arrived} of ${sent} frames of ${octets} octets were lost.`);
  return sent / (nanos / 1e9);
}

/** From the near machine's MAC to the far one's; nobody answers it. */
async function frameTo(rig: Rig, { from, to }: Lane, octets: number): Promise<string> {
  const [source, destination] = await Promise.all([macOf(rig, from), macOf(rig, to)]);
  return `${destination}${source}88b5`.padEnd(octets * 2, "0");
}

async function macOf({ root }: Rig, namespace: string): Promise<string> {
  const { stdout } = await root.run(["cat", "/sys/class/net/eth0/address"], { namespace });
  return stdout.trim().replaceAll(":", "");
}

async function received({ root }: Rig, { to }: Lane): Promise<number> {
  const { stdout } = await root.run(["cat", "/sys/class/net/eth0/statistics/rx_packets"], { namespace: to });
  return Number(stdout);
}

/** The two machines know each other's address, and each switch on the way both of their MACs. */
export async function acquaint({ root }: Rig, lane: Lane): Promise<void> {
  const { stdout } = await root.run(["ping", "-q", "-c", "3", "-i", "0.1", "-W", "1", lane.address], {
    namespace: lane.from,
  });
  if (!stdout.includes(" 0% packet loss")) throw new Error(`${lane.name} carries nothing: ${stdout}`);
}
