import type { extension } from "@/db/schema/extension";
import { networkSwitch } from "@/db/schema/switch";
import type { Watched } from "../../domain/evidence";
import { lastReturned } from "../../domain/evidence-rounds";
import type { ExtensionState } from "../../domain/extension-state";
import type { OrderProof, WayFact } from "../../domain/step-log-proof";
import { sightOf } from "../agent/sight";
import type { Work } from "../event/commit";
import { type Fabric, loadFabric } from "../topology/fabric";
import { type CodeOf, wayTaken } from "./way-fact";

type ExtensionRow = Pick<typeof extension.$inferSelect, "id" | "pseudowireId">;

/** What the last reports prove of an order that moves to a state; null for a state that rests on no report of ours. */
export type ProveOrder = (row: ExtensionRow, watched: Watched, to: ExtensionState) => Promise<OrderProof | null>;

const PROVED_STATES: readonly ExtensionState[] = ["configured", "live", "failed"];

/** Proves the orders that one report moves: rows that several of them need are read once. */
export function prover(work: Work): ProveOrder {
  const fabric = once(() => loadFabric(work.tx));
  const codes = once(() => switchCodes(work));
  return async (row, watched, to) => {
    if (!PROVED_STATES.includes(to)) return null;
    const codeOf = await codes();
    const way = row.pseudowireId === null ? null : wayOf(work, await fabric(), row.pseudowireId, watched, codeOf);
    return {
      entries: entriesOf(work, watched),
      counts: countsOf(work, watched, codeOf),
      way,
      round: roundOf(work, row.id, watched),
    };
  };
}

function entriesOf({ ctx }: Work, { places }: Watched): OrderProof["entries"] {
  return places.map(({ switchId, switchCode, key }) => {
    const entry = sightOf(ctx.live, switchId)?.entries.get(key);
    return { switchCode, entry: entry ?? { key, state: "missing", detail: "not reported" } };
  });
}

/** A count that fell belongs to a rule that was made anew. */
function countsOf({ ctx }: Work, { landmarks }: Watched, codeOf: CodeOf): OrderProof["counts"] {
  return landmarks.map(({ switchId, counter, baseline }) => {
    const frames = sightOf(ctx.live, switchId)?.frames.get(counter) ?? 0;
    return { switchCode: codeOf(switchId), counter, frames: frames < baseline ? frames : frames - baseline };
  });
}

function roundOf({ ctx }: Work, id: string, { probing }: Watched): OrderProof["round"] {
  return lastReturned(ctx.live.rounds.roundsOf(id), probing);
}

/** The near end is the one by which the order's frames leave. */
function wayOf(
  { ctx }: Work,
  fabric: Fabric,
  pseudowireId: string,
  { landmarks }: Watched,
  codeOf: CodeOf,
): WayFact | null {
  const pseudowire = fabric.pseudowires.find(({ id }) => id === pseudowireId);
  const near = [pseudowire?.a, pseudowire?.b].find((end) =>
    landmarks.some(({ switchId, counter }) => switchId === end?.switchId && counter.startsWith(`out ${end.number}/`)),
  );
  if (near === undefined) return null;
  return wayTaken(ctx.live, fabric, { pseudowireId, near }, codeOf)?.way ?? null;
}

async function switchCodes({ tx }: Work): Promise<CodeOf> {
  const rows = await tx.select({ id: networkSwitch.id, code: networkSwitch.code }).from(networkSwitch);
  const codes = new Map(rows.map(({ id, code }) => [id, code]));
  return (switchId) => codes.get(switchId) ?? switchId;
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load();
    return loading;
  };
}
