import type { PortAt } from "../../domain/attachments";
import type { WayFact } from "../../domain/step-log-proof";
import { wayFact } from "../../domain/step-log-proof";
import type { LiveStore } from "../../live/store";
import { reportsAt, type Way } from "../path/way-in-use";
import { waysOf } from "../path/ways";
import type { Fabric } from "../topology/fabric";

export type CodeOf = (switchId: string) => string;

/** A pseudowire as an order's frames enter it. */
export interface Entered {
  readonly pseudowireId: string;
  readonly near: PortAt;
}

/** The path that the near end's agent says it uses; null while it says none. */
export function wayHeard(live: LiveStore, fabric: Fabric, entered: Entered, codeOf: CodeOf): WayFact | null {
  const active = reportsAt(live, entered.near).find((report) => report.active);
  const way = waysFrom(fabric, entered).find(({ tagToFar }) => tagToFar === active?.tagOut);
  return way === undefined ? null : factOf(way, codeOf);
}

/** The best path; null when no link in service leads there. */
export function wayChosen(fabric: Fabric, entered: Entered, codeOf: CodeOf): WayFact | null {
  const [best] = waysFrom(fabric, entered);
  return best === undefined ? null : factOf(best, codeOf);
}

function waysFrom(fabric: Fabric, { pseudowireId, near }: Entered): Way[] {
  return waysOf(fabric, { kind: "pseudowire", id: pseudowireId, near, far: near });
}

function factOf({ tagToFar, tagToNear, links }: Way, codeOf: CodeOf): WayFact {
  const end = ({ switchId, number }: PortAt) => ({ switchCode: codeOf(switchId), port: number });
  return wayFact.parse({
    tagToFar,
    tagToNear,
    links: links.map(({ row, near, far }) => ({
      ...{ code: row.code, medium: row.medium, encapsulation: row.encapsulation, longHaul: row.longHaul },
      ...{ near: end(near), far: end(far) },
    })),
  });
}
