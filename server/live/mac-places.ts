import type { ReportRequest } from "@/agent/protocol";

type Learned = ReportRequest["macs"][number];

/** An address that is gone is remembered so long, in ms: a cable that is pulled here and put in there is a move. */
const REMEMBERED_MS = 10 * 60_000;
/** Addresses remembered a switch at most; those gone longest are forgotten first. */
const MOST_REMEMBERED = 20_000;

/** Where a switch has learned an address, and since when. */
export interface MacPlace extends Learned {
  /** ms since 1970; null when it was there at the first report, and nobody knows since when. */
  readonly since: number | null;
  /** The last port before this one, and when the address left it; null when it was seen nowhere else. */
  readonly moved: { readonly from: Learned["port"]; readonly at: number } | null;
}

interface Remembered extends MacPlace {
  readonly seenAt: number;
}

/** What one switch has learned, report after report: since when each address is where it is, and where it was before. */
export class MacMemory {
  /** By segment and address, those seen longest ago first. */
  private readonly known = new Map<string, Remembered>();
  private lastAt: number | null = null;

  /** Takes one report in. @returns every address in it, with its history */
  take(macs: readonly Learned[], at: number): readonly MacPlace[] {
    const places = macs.map((learned) => this.note(learned, at));
    this.lastAt = at;
    this.forget(at);
    return places;
  }

  private note(learned: Learned, at: number): MacPlace {
    const name = `${learned.segment} ${learned.mac}`;
    const before = this.known.get(name);
    const place = { ...learned, ...this.history(before, learned, at), seenAt: at };
    this.known.delete(name);
    this.known.set(name, place);
    return place;
  }

  private history(before: Remembered | undefined, { port }: Learned, at: number): Pick<MacPlace, "since" | "moved"> {
    if (before === undefined) return { since: this.lastAt === null ? null : at, moved: null };
    if (before.port !== port) return { since: at, moved: { from: before.port, at } };
    return { since: before.seenAt === this.lastAt ? before.since : at, moved: before.moved };
  }

  private forget(at: number): void {
    for (const [name, { seenAt }] of this.known) {
      if (seenAt === at) return;
      if (this.known.size <= MOST_REMEMBERED && at - seenAt <= REMEMBERED_MS) return;
      this.known.delete(name);
    }
  }
}
