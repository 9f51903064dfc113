import type { Queryable } from "@/db/client";
import type { TrunkEdge } from "../../domain/trunk-way";
import { type LinkRow, loadLinks } from "./links";
import { loadPseudowires, type Pseudowire } from "./pseudowires";
import { loadTrunks } from "./trunks";

/** What joins switches, whole: dozens of rows, read at once where ways are looked for. */
export interface Fabric {
  readonly trunks: readonly TrunkEdge[];
  readonly links: readonly LinkRow[];
  readonly pseudowires: readonly Pseudowire[];
}

/** Reads what joins the switches. */
export async function loadFabric(db: Queryable): Promise<Fabric> {
  return { trunks: await loadTrunks(db), links: await loadLinks(db), pseudowires: await loadPseudowires(db) };
}
