/** The chosen paths of all pseudowires of a switch. Time is a parameter, ms since 1970. */
import type { PathEvent } from "./heartbeat-line";
import {
  decided,
  leavingBy,
  NO_PATHS,
  nextLook,
  type PathChoice,
  withHeard,
  withNothingHeard,
  withPaths,
} from "./path-choice";
import { switchSentence } from "./path-choice-text";
import type { DatacenterTag, DesiredState, PathReport, PortNumber, PseudowirePath } from "./protocol";
import type { ChosenPaths } from "./wanted";

interface Pseudowire {
  readonly paths: readonly PseudowirePath[];
  readonly choice: PathChoice;
  /** The last one that was decided. */
  readonly decision: PathChoice;
}

export class PathChoices {
  private wires: ReadonlyMap<PortNumber, Pseudowire> = new Map();
  /** When a path's state last changed, ms since 1970 by the clock of its kernel. */
  private readonly since = new Map<DatacenterTag, number>();

  /** Another desired state. What is known of paths that stay is kept. */
  follow({ ports }: DesiredState, now: number): void {
    const wires = new Map<PortNumber, Pseudowire>();
    for (const port of ports) {
      if (port.kind !== "pseudowire") continue;
      const known = this.wires.get(port.number) ?? { choice: NO_PATHS, decision: NO_PATHS };
      const tags = port.paths.map(({ tagOut }) => tagOut);
      wires.set(port.number, { ...known, paths: port.paths, choice: withPaths(known.choice, tags, now) });
    }
    this.wires = wires;
    this.keepTimes(now);
  }

  /** What the kernel was found to send by, before anything was heard. */
  found(inUse: ChosenPaths): void {
    this.change(({ choice, paths }, port) => {
      const path = paths[inUse.get(port) ?? 0];
      return path === undefined ? choice : leavingBy(choice, path.tagOut);
    });
  }

  hear(event: PathEvent, now: number): void {
    this.change(({ choice }, port) => {
      if (port !== event.port) return choice;
      const after = withHeard(choice, event, now);
      const [was, is] = [choice, after].map(({ paths }) => paths.find(({ tagOut }) => tagOut === event.tagOut)?.state);
      if (was !== is) this.since.set(event.tagOut, event.at);
      return after;
    });
  }

  /** Nothing can be heard any more. */
  deafen(now: number): void {
    this.since.clear();
    this.change(({ choice }) => withNothingHeard(choice, now));
    this.keepTimes(now);
  }

  /** Decides, after what was heard and when `nextLook` says. Gives what an operator must know of it, in sentences. */
  decide(now: number): string[] {
    const before = this.wires;
    this.change(({ choice }) => decided(choice, now));
    this.wires = new Map([...this.wires].map(([port, wire]) => [port, { ...wire, decision: wire.choice }]));
    return [...before].flatMap(([port, { paths, decision }]) => {
      const after = this.wires.get(port)?.choice ?? NO_PATHS;
      return switchSentence(port, paths, decision, after) ?? [];
    });
  }

  /** When a choice may change though nothing is heard; null: never. */
  nextLook(now: number): number | null {
    const all = [...this.wires.values()].map(({ choice }) => nextLook(choice, now)).filter((at) => at !== null);
    return all.length === 0 ? null : Math.min(...all);
  }

  /** Indexes of the chosen paths, without those of the best. */
  get chosen(): ChosenPaths {
    const indexes = [...this.wires].map(([port, { choice }]): [PortNumber, number] => [
      port,
      choice.paths.findIndex(({ tagOut }) => tagOut === choice.chosen),
    ]);
    return new Map(indexes.filter(([, index]) => index > 0));
  }

  /** @param active indexes of the paths by which the kernel sends now. */
  reports(active: ChosenPaths): PathReport[] {
    return [...this.wires].flatMap(([port, { choice }]) =>
      choice.paths.map(({ tagOut, state }, index) => ({
        port,
        tagOut,
        state,
        active: index === (active.get(port) ?? 0),
        since: this.since.get(tagOut) ?? 0,
      })),
    );
  }

  private change(next: (wire: Pseudowire, port: PortNumber) => PathChoice): void {
    this.wires = new Map([...this.wires].map(([port, wire]) => [port, { ...wire, choice: next(wire, port) }]));
  }

  /** Each path has a time, and no other one has. */
  private keepTimes(now: number): void {
    const tags = [...this.wires.values()].flatMap(({ paths }) => paths.map(({ tagOut }) => tagOut));
    for (const tag of this.since.keys()) if (!tags.includes(tag)) this.since.delete(tag);
    for (const tag of tags) if (!this.since.has(tag)) this.since.set(tag, now);
  }
}
