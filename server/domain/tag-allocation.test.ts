import fc from "fast-check";
import { expect, test } from "vitest";
import { CUSTOMER_TAGS, pastRange, takeFresh } from "./tag-allocation";

test("customer tags begin with 200, run to 4094, then from 1 to 199, each once", () => {
  const { tags, cursor } = takeFresh(CUSTOMER_TAGS.start, 5000, CUSTOMER_TAGS);
  expect(tags.slice(0, 2)).toEqual([200, 201]);
  expect(tags.slice(3894, 3896)).toEqual([4094, 1]);
  expect(tags.at(-1)).toBe(199);
  expect(new Set(tags).size).toBe(4094);
  expect(cursor).toBe(4095);
});

const range = fc
  .record({ first: fc.integer({ min: 1, max: 50 }), size: fc.integer({ min: 1, max: 20 }), offset: fc.nat(19) })
  .map(({ first, size, offset }) => ({ first, last: first + size - 1, start: first + (offset % size) }));

test("taking tags in portions of any size hands out each tag of the range once, and then none", () => {
  fc.assert(
    fc.property(range, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 40, maxLength: 40 }), (pool, portions) => {
      let cursor = pool.start;
      const seen: number[] = [];
      for (const portion of portions) {
        const taken = takeFresh(cursor, portion, pool);
        seen.push(...taken.tags);
        cursor = taken.cursor;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBe(pool.last - pool.first + 1);
      expect(cursor).toBe(pastRange(pool));
    }),
  );
});
