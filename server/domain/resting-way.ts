/** No key of a way begins so: those begin with "via" or "avoid". */
const AT_REST = "at rest: ";

/**
 * How a pseudowire's row keeps its way when no extension crosses by it any more: the row stays for the orders that name
 * it, and holds nothing on any switch until the way is asked for again.
 */
export function restingKey(key: string): string {
  return `${AT_REST}${key}`;
}

/** The way that a row keeps, and whether it is at rest. */
export function readWay(kept: string): { readonly way: string; readonly isAtRest: boolean } {
  const isAtRest = kept.startsWith(AT_REST);
  return { way: isAtRest ? kept.slice(AT_REST.length) : kept, isAtRest };
}
