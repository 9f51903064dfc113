/** Between two looks at something that has no event of its own, in ms. */
const LOOK_EVERY_MS = 50;

/**
 * Looks again until `look` gives something; for programs that watch a running world from outside.
 *
 * @param what completes "waited 10 s for ..."
 * @throws Error when it has not come within `withinMs`
 */
export async function until<T>(what: string, withinMs: number, look: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > end) throw new Error(`waited ${withinMs / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
