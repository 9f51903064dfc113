import type { Executor } from "@/agent/executor";

/** mausezahn's own least: it lengthens a shorter frame with a zero octet. */
const FRAME_MIN_OCTETS = 15;
/** Longer frames would be cut by mausezahn without a word: it reads 8,192 characters. */
const FRAME_MAX_OCTETS = 2_700;
/** In /proc/net/dev, after the device's name. */
const SENT_PACKETS_COLUMN = 9;
/** Room for a slow kernel beside the time that the gaps take. */
const SEND_MARGIN_MS = 20_000;

export interface FramesToSend {
  /** The machine's namespace; the executor's own if absent. */
  readonly namespace?: string;
  readonly device: string;
  /** From destination MAC to payload, hexadecimal, without FCS. It goes out octet for octet, not padded. */
  readonly frameHex: string;
  readonly count?: number;
  /** Microseconds between two frames; as fast as it goes if absent. */
  readonly gapMicros?: number;
}

/**
 * Sends a raw frame, `count` times, from a machine as the machine itself would.
 * @throws RangeError on a frame that is no frame, Error when it did not leave (larger than the device's MTU, device down).
 */
export async function sendFrames(executor: Executor, frames: FramesToSend): Promise<void> {
  const { namespace, device, count = 1, gapMicros } = frames;
  const gap = gapMicros === undefined ? [] : ["-d", `${gapMicros}usec`];
  const before = await sentBy(executor, frames);
  const sent = await executor.run(
    ["mausezahn", device, "-q", "-c", String(count), ...gap, colonForm(frames.frameHex)],
    { namespace, timeoutMs: SEND_MARGIN_MS + (count * (gapMicros ?? 0)) / 1000 },
  );
  if (sent.status !== 0) throw new Error(`${device} sent nothing: ${sent.stderr.trim() || `status ${sent.status}`}`);
  const left = (await sentBy(executor, frames)) - before;
  if (left < count)
    throw new Error(`${device} sent ${left} of ${count} frames: is it up, and the frame within its MTU?`);
}

/** Frames that the device has sent since it was made. */
async function sentBy(executor: Executor, { namespace, device }: FramesToSend): Promise<number> {
  const { stdout } = await executor.run(["cat", "/proc/net/dev"], { namespace });
  const line = stdout.split("\n").find((one) => one.trimStart().startsWith(`${device}:`));
  if (line === undefined) throw new Error(`There is no device ${device} here to send a frame from.`);
  return Number(
    line
      .slice(line.indexOf(":") + 1)
      .trim()
      .split(/\s+/)[SENT_PACKETS_COLUMN],
  );
}

/** Hexadecimal with a colon between octets, as mausezahn reads it. */
function colonForm(hex: string): string {
  const octets = hex.match(/../g) ?? [];
  if (!/^([0-9a-fA-F]{2})+$/.test(hex)) throw new RangeError("A frame is written as hexadecimal octets.");
  if (octets.length < FRAME_MIN_OCTETS || octets.length > FRAME_MAX_OCTETS) {
    throw new RangeError(`A frame has ${FRAME_MIN_OCTETS} to ${FRAME_MAX_OCTETS} octets, this one ${octets.length}.`);
  }
  return octets.join(":");
}
