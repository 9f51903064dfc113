import { gt, inArray } from "drizzle-orm";
import type { ProbeRound } from "@/agent/protocol";
import type { Queryable } from "@/db/client";
import { extension, extensionTransition } from "@/db/schema/extension";
import type { Watched } from "../../domain/evidence";
import { ATTACHED_STATES, type ExtensionState } from "../../domain/extension-state";
import type { LiveStore } from "../../live/store";
import { newestTransition } from "../event/transitions-since";
import { type RoutedExtension, routesOf } from "../map/routes";
import { watchedOf } from "./watched";

/** States that the kernels' reports can move. */
const REPORTED_STATES: readonly ExtensionState[] = [...ATTACHED_STATES, "releasing"];

/**
 * Every extension that reports can move, with what its state rests on. Reports come each second from each switch; they
 * are judged against this, and rows are read again only for extensions that were moved since.
 */
export class EvidenceTracker {
  private readonly watched = new Map<string, Watched>();
  /** The last transition that is taken into account; null before the first look. */
  private seen: number | null = null;
  private refreshing: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Queryable,
    private readonly live: LiveStore,
  ) {}

  /** Takes in every transition up to now. Concurrent callers wait for each other. */
  refresh(): Promise<void> {
    const next = this.refreshing.then(() => this.takeIn());
    this.refreshing = next.catch(() => undefined);
    return next;
  }

  /** The extensions with something on a switch, by id. */
  on(switchId: string): [string, Watched][] {
    const touches = ({ places }: Watched) => places.some((place) => place.switchId === switchId);
    return [...this.watched].filter(([, watched]) => touches(watched));
  }

  /** Keeps the rounds of probes that a switch reports, of the extensions that it probes; what else it says is nobody's. */
  takeRounds(switchId: string, rounds: readonly ProbeRound[]): void {
    for (const round of rounds) {
      if (this.watched.get(round.id)?.probing.switchId === switchId) this.live.rounds.keepRounds(round.id, [round]);
    }
  }

  /** Keeps since when an extension's entries are faulty. @returns the extension as it is now to be judged */
  noteFault(id: string, watched: Watched, isFaulty: boolean, now: number): Watched {
    const faultySince = isFaulty ? (watched.faultySince ?? now) : null;
    if (faultySince === watched.faultySince) return watched;
    const noted = { ...watched, faultySince };
    this.watched.set(id, noted);
    return noted;
  }

  private async takeIn(): Promise<void> {
    const newest = await newestTransition(this.db);
    if (newest === this.seen) return;
    for (const routed of await routesOf(this.db, await this.movedIds())) await this.keep(routed);
    this.seen = newest;
  }

  private async movedIds(): Promise<string[]> {
    if (this.seen === null) {
      const rows = await this.db
        .select({ id: extension.id })
        .from(extension)
        .where(inArray(extension.state, [...REPORTED_STATES]));
      return rows.map(({ id }) => id);
    }
    const rows = await this.db
      .selectDistinct({ id: extensionTransition.extensionId })
      .from(extensionTransition)
      .where(gt(extensionTransition.id, this.seen));
    return rows.map(({ id }) => id);
  }

  /** What was counted on the way to `configured` and `live` stays known; anything else begins anew. */
  private async keep(routed: RoutedExtension): Promise<void> {
    const { id, state, updatedAt } = routed.row;
    const known = this.watched.get(id);
    if (!REPORTED_STATES.includes(state)) this.forget(id);
    else if (known !== undefined && (state === "configured" || state === "live")) {
      const probing = { ...known.probing, presentSince: known.probing.presentSince ?? updatedAt };
      this.watched.set(id, { ...known, state, probing });
    } else this.watched.set(id, await watchedOf(this.db, this.live, routed));
  }

  private forget(id: string): void {
    this.watched.delete(id);
    this.live.rounds.forget(id);
  }
}

const trackers = new WeakMap<LiveStore, EvidenceTracker>();

/** The one tracker of a process, which lives as long as its live data. */
export function trackerOf({ live, db }: { live: LiveStore; db: { read: Queryable } }): EvidenceTracker {
  const known = trackers.get(live);
  if (known !== undefined) return known;
  const made = new EvidenceTracker(db.read, live);
  trackers.set(live, made);
  return made;
}
