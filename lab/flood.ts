import type { Lab } from "./lab";

/** Between two pings, seconds: often enough to see a gap, seldom enough to leave a slow kernel time. */
const GAP_SECONDS = 0.003;

export interface Flood {
  readonly sent: number;
  readonly lost: number;
  /** False when the pings ended before what was done: then they say nothing of its end. */
  readonly outlasted: boolean;
}

/**
 * Pings from a machine without a pause while something is done.
 * @param seconds that the pings last; more than what is done takes.
 */
export async function flood(
  lab: Lab,
  from: string,
  to: string,
  seconds: number,
  act: () => Promise<unknown>,
): Promise<Flood> {
  let isActing = true;
  let outlasted = false;
  const count = String(Math.round(seconds / GAP_SECONDS));
  const argv = ["ping", "-q", "-c", count, "-i", String(GAP_SECONDS), "-W", "1", to];
  const pings = lab
    .executor(from)
    .run(argv, { timeoutMs: seconds * 4_000 })
    .then(({ stdout }) => {
      outlasted = !isActing;
      return /(\d+) packets transmitted, (\d+) received/.exec(stdout) ?? [];
    });
  await act();
  isActing = false;
  const [, sent = "0", received = "0"] = await pings;
  return { sent: Number(sent), lost: Number(sent) - Number(received), outlasted };
}
