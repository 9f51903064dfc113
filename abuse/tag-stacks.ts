import type { Tag } from "./frame";

/** IEEE 802.1Q's two tag types, and the one that was used before 802.1ad. */
export const TAG_TYPES = ["8100", "88a8", "9100"] as const;

/** Every stack of up to `deepest` tags of the three types with these ids, the empty one first; outermost tag first. */
export function* tagStacks(ids: readonly number[], deepest: number): Generator<readonly Tag[]> {
  const tags = TAG_TYPES.flatMap((type) => ids.map((id): Tag => ({ type, id })));
  yield [];
  yield* deeper([], tags, deepest);
}

function* deeper(stack: readonly Tag[], tags: readonly Tag[], more: number): Generator<readonly Tag[]> {
  if (more === 0) return;
  for (const tag of tags) {
    const next = [...stack, tag];
    yield next;
    yield* deeper(next, tags, more - 1);
  }
}
