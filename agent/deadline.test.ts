import { expect, test } from "vitest";
import { deadline } from "./deadline";

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

test("a deadline comes after its time", async () => {
  const { signal, close } = deadline(new AbortController().signal, 1);
  await aborted(signal);
  close();
});

test("a deadline comes with the outer signal, also with one that was aborted before", () => {
  const outer = new AbortController();
  const { signal, close } = deadline(outer.signal, 60_000);
  outer.abort();
  expect(signal.aborted).toBe(true);
  close();
  const late = deadline(outer.signal, 60_000);
  expect(late.signal.aborted).toBe(true);
  late.close();
});

test("a closed deadline does not come", () => {
  const outer = new AbortController();
  const { signal, close } = deadline(outer.signal, 60_000);
  close();
  outer.abort();
  expect(signal.aborted).toBe(false);
});
