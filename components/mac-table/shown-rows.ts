import type { MacRowView } from "@/server/services/mac-table/view";

/** Each address where its machine hangs, or at every switch that has learned it. */
export type Shown = "machines" | "all";

/** Whether the machine hangs on that port itself. */
export function isAtMachine({ portKind }: Pick<MacRowView, "portKind">): boolean {
  return portKind === "client" || portKind === "cloud";
}

/** The rows to show; an address that no machine's port has is shown wherever it was learned, so that none is missing. */
export function shownRows(rows: readonly MacRowView[], shown: Shown): readonly MacRowView[] {
  if (shown === "all") return rows;
  const placed = new Set(rows.filter(isAtMachine).map(({ mac }) => mac));
  return rows.filter((row) => isAtMachine(row) || !placed.has(row.mac));
}

/** What keeps rows apart: an address may be learned on several switches. */
export function rowName({ mac, switchCode, port }: MacRowView): string {
  return `${mac} ${switchCode} ${port}`;
}
