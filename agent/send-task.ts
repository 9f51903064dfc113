/** "Send a frame": puts one frame on the cable as the machine behind the port would. */
import type { FarEnd } from "./config";
import type { Executor } from "./executor";
import type { SendTask } from "./protocol";

const TIMEOUT_MS = 5_000;

/** The argv that sends one frame, byte by byte as given. */
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
    const { namespace, device } = end;
    const result = await executor.run(sendCommand(device, task.frame), { namespace, timeoutMs: TIMEOUT_MS });
    if (result.status === 0) return null;
    return `The frame was not sent from ${namespace}: ${result.stderr.trim().slice(0, 200) || `status ${result.status}`}.`;
  } catch (error) {
    return `The frame was not sent: ${error instanceof Error ? error.message : String(error)}`;
  }
}
