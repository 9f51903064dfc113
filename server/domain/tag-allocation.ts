const HOUR_MS = 3_600_000;

/** How long a released tag rests, in ms, so that no late frame of its last holder reaches the next one. */
export const QUARANTINE_MS = 24 * HOUR_MS;

/** The tags of one pool, both ends included, and with which of them it begins. */
export interface TagRange {
  readonly first: number;
  readonly last: number;
  readonly start: number;
}

/** Customer tags of one host tag: FIG. 6 begins with A200 under A100, and so does every client system. */
export const CUSTOMER_TAGS: TagRange = { first: 1, last: 4094, start: 200 };

/** What decides how tags are handed out. A parameter, so that tests can fill a pool and outlive a quarantine. */
export interface AllocationRules {
  readonly customerTags: TagRange;
  readonly quarantineMs: number;
}

export const ALLOCATION_RULES: AllocationRules = { customerTags: CUSTOMER_TAGS, quarantineMs: QUARANTINE_MS };

/** Where the cursor of a pool stands when every tag of it was handed out once. */
export function pastRange(range: TagRange): number {
  return range.last + 1;
}

/**
 * The next tags that nobody ever had, from the pool's cursor on: up to the last, then those before its start.
 *
 * @param count how many are wanted
 * @returns as many as there are, and where the cursor stands after them
 */
export function takeFresh(cursor: number, count: number, range: TagRange): { tags: number[]; cursor: number } {
  const tags: number[] = [];
  let next = cursor;
  while (tags.length < count && next !== pastRange(range)) {
    tags.push(next);
    next = tagAfter(next, range);
  }
  return { tags, cursor: next };
}

function tagAfter(tag: number, range: TagRange): number {
  if (tag === range.start - 1) return pastRange(range);
  if (tag < range.last) return tag + 1;
  return range.start === range.first ? pastRange(range) : range.first;
}
