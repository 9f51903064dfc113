const LETTERS = 26;
const A = "A".charCodeAt(0);

/** The letter series after `last`, as FIG. 6 to 8 count them: A for the first, B after A, AA after Z. */
export function nextSeries(last: string | null): string {
  if (last === null || last === "") return "A";
  const head = last.slice(0, -1);
  const place = last.charCodeAt(last.length - 1) - A;
  if (place + 1 < LETTERS) return head + String.fromCharCode(A + place + 1);
  return `${nextSeries(head)}A`;
}
