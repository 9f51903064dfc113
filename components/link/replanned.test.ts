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
        "DC1 – DC2 gets links 226 and 228 as its best path instead of link 224. The frames of 3 VLANs move. It loses the path over link 224. It has no spare path.",
    },
  ]);
});

test("draining a spare leaves the frames where they are", () => {
  expect(said({ code: "226", state: "drained" })).toMatchObject([
    {
      shape: "configured",
      sentence:
        "DC1 – DC2 keeps link 224 as its best path. It loses the path over links 226 and 228. It has no spare path.",
    },
  ]);
});

test("frames that go by the next path already do not move", () => {
  const { paths } = somePseudowire(BOTH);
  const failedOver = paths.map((path, rank) => {
    const end = { state: rank === 0 ? ("down" as const) : ("up" as const), active: rank === 1, since: 1 };
    return { ...path, atA: end, atB: end };
  });
  const [consequence] = said({ code: "224", cost: 50 }, BOTH, { paths: failedOver });
  expect(consequence?.sentence).toContain("The frames of 3 VLANs go there already.");
  expect(consequence?.sentence).toContain("Spare: link 224. Down now: link 224.");
});

test("being left with nothing but what is down now is as bad as being left with nothing", () => {
  const { paths } = somePseudowire(BOTH);
  const down = paths.map((path, rank) =>
    rank === 0 ? path : { ...path, atB: { ...path.atB, state: "down" as const } },
  );
  expect(said({ code: "224", state: "drained" }, BOTH, { paths: down })).toMatchObject([{ shape: "failed" }]);
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
