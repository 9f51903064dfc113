import { expect, test } from "vitest";
import { type DesiredState, desiredLink } from "./protocol";
import { openedLinks } from "./shut-links";

const line = desiredLink.parse({ medium: "line", number: 31, send: "vpls", accept: ["vpls"], farMac: null });
const shut = { ...line, shutUntil: 5_000 };
const state = (link: typeof line): DesiredState => {
  return { number: 1, hash: "h", ports: [], links: [link], transits: [], entries: [] };
};

test("a link is shut until the moment that was said, and open from then on without a word from the portal", () => {
  expect(openedLinks(state(shut), 4_999).links).toEqual([shut]);
  expect(openedLinks(state(shut), 5_000).links).toEqual([line]);
});

test("a state that changes nothing stays the same object, so that nothing is compared anew", () => {
  const open = state(line);
  expect(openedLinks(open, 9_999)).toBe(open);
  const closed = state(shut);
  expect(openedLinks(closed, 1)).toBe(closed);
});
