/** "Send a frame": puts one frame on the cable as the machine behind the port would. */
import type { FarEnd } from "./config";
import type { Executor } from "./executor";
import type { SendTask } from "./protocol";

const TIMEOUT_MS = 5_000;
/** In /proc/net/dev, after the device's name. */
const SENT_FRAMES_COLUMN = 9;

/** The argv that sends one frame, octet by octet as given. */
export function sendCommand(device: string, frame: string): string[] {
  const octets = frame.match(/../g) ?? [];
  return ["mausezahn", device, "-q", "-c", "1", octets.join(":")];
}

/** Sends the task's frame; gives null, or a sentence that says why it was not sent. Never throws. */
export async function sendFrame(
  executor: Executor,
  farEnds: readonly FarEnd[],
  task: SendTask,
): Promise<string | null> {
  const end = farEnds.find(({ port }) => port === task.port);
  if (end === undefined) {
    return `The machine behind port ${task.port} is not in our hands, so no frame can be sent from it. Send it there.`;
  }
  try {
    return await sendFrom(executor, end, task.frame);
  } catch (error) {
    return `The frame was not sent: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** mausezahn is silent about a frame that the device refuses: its count of sent frames tells. */
async function sendFrom(executor: Executor, { namespace, device }: FarEnd, frame: string): Promise<string | null> {
  const before = await sentBy(executor, namespace, device);
  const result = await executor.run(sendCommand(device, frame), { namespace, timeoutMs: TIMEOUT_MS });
  if (result.status !== 0) {
    return `The frame was not sent from ${namespace}: ${result.stderr.trim().slice(0, 200) || `status ${result.status}`}`;
  }
  if ((await sentBy(executor, namespace, device)) > before) return null;
  return `${device} of ${namespace} took no frame of ${frame.length / 2} octets: see that it is up and the frame fits its MTU.`;
}

async function sentBy(executor: Executor, namespace: string, device: string): Promise<number> {
  const { stdout } = await executor.run(["cat", "/proc/net/dev"], { namespace });
  const line = stdout.split("\n").find((text) => text.trim().startsWith(`${device}:`));
  if (line === undefined) throw new Error(`${namespace} has no device ${device}.`);
  const columns = line.slice(line.indexOf(":") + 1).trim();
  return Number(columns.split(/\s+/)[SENT_FRAMES_COLUMN]);
}
