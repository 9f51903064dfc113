import { expect, test } from "vitest";
import { consequenceOf } from "./consequence";
import { somePseudowire, triangle } from "./link.fixture";
import { type LinkChange, replanned } from "./replanned";

const BOTH = [["224"], ["226", "228"]];

function said(change: LinkChange, paths = BOTH, about = {}) {
  return replanned(triangle(), [somePseudowire(paths, about)], change).map(consequenceOf);
}

test("a line that becomes dearer than the detour falls behind it", () => {
  expect(replanned(triangle(), [somePseudowire(BOTH)], { code: "224", cost: 50 })).toMatchObject([
    { before: BOTH, after: [["226", "228"], ["224"]] },
  ]);
});

test("a change that changes no order says nothing", () => {
  expect(said({ code: "224", cost: 11 })).toEqual([]);
});

test("draining says which path is lost, by what frames go then, and that nothing else is left", () => {
  expect(said({ code: "224", state: "drained" })).toMatchObject([
    {
      shape: "degraded",
      sentence:
        "DC1 – DC2 goes by links 226 and 228 instead of link 224. The frames of 3 VLANs move. It loses 1 path. Nothing else to fail over to.",
    },
  ]);
});

test("draining a spare leaves the frames where they are", () => {
  expect(said({ code: "226", state: "drained" })).toMatchObject([
    { shape: "configured", sentence: "DC1 – DC2 stays on link 224. It loses 1 path. Nothing else to fail over to." },
  ]);
});

test("a pseudowire that may use this link alone is left without a path", () => {
  expect(said({ code: "224", state: "drained" }, [["224"]], { way: "via 224" })).toMatchObject([
    { shape: "failed", sentence: "DC1 – DC2 via 224 is left without a path. The frames of 3 VLANs stop." },
  ]);
});

test("a link put back gives a pseudowire its path again", () => {
  const links = triangle({ state: "drained" });
  const change: LinkChange = { code: "224", state: "in_service" };
  const [found] = replanned(links, [somePseudowire([], { way: "via 224" })], change);
  expect(found && consequenceOf(found)).toMatchObject({
    shape: "configured",
    sentence: "DC1 – DC2 via 224 gets a path again, by link 224.",
  });
});
