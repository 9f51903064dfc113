import { expect, test } from "vitest";
import type { MacRowView } from "@/server/services/mac-table/view";
import { rowName, shownRows } from "./shown-rows";

function row(mac: string, switchCode: string, portKind: MacRowView["portKind"]): MacRowView {
  const datacenter = { code: "DC1", place: "Denver" };
  return { mac, switchCode, portKind, datacenter, port: 1, far: null, since: null, moved: null };
}

const ROWS = [row("a", "116", "client"), row("a", "124", "trunk"), row("b", "124", "pseudowire")];

test("each address shows where its machine hangs; one that no machine's port has shows wherever it was learned", () => {
  expect(shownRows(ROWS, "machines").map(rowName)).toEqual(["a 116 1", "b 124 1"]);
});

test("on every switch, all places show", () => {
  expect(shownRows(ROWS, "all")).toHaveLength(3);
});
