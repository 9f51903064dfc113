/** Whether two values of plain data say the same; a field that is undefined is one that is absent. */
export function alike(
  a: unknown,
  b: unknown,
  isSame: (key: string, a: unknown, b: unknown) => boolean = never,
): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const fields = told(a);
  if (fields.length !== told(b).length) return false;
  return fields.every((key) => {
    const [mine, other]: unknown[] = [Reflect.get(a, key), Reflect.get(b, key)];
    return isSame(key, mine, other) || alike(mine, other, isSame);
  });
}

const never = (): boolean => false;

function told(value: object): string[] {
  return Object.keys(value).filter((key) => Reflect.get(value, key) !== undefined);
}
