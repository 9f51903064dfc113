import type { PortAt } from "../../domain/attachments";
import { type WayFact, wayFact } from "../../domain/step-log-proof";
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

/** The path that frames take for certain: the one that the near end's agent says it uses, or the only one that there is. */
export interface WayTaken {
  readonly way: WayFact;
  readonly wayBy: "report" | "only";
}

/** The path that frames take; null while several would do and the agent has not said which. */
export function wayTaken(live: LiveStore, fabric: Fabric, entered: Entered, codeOf: CodeOf): WayTaken | null {
  const ways = waysFrom(fabric, entered);
  const active = reportsAt(live, entered.near).find((report) => report.active);
  const heard = ways.find(({ tagToFar }) => tagToFar === active?.tagOut);
  if (heard !== undefined) return { way: factOf(heard, codeOf), wayBy: "report" };
  const [only, ...others] = ways;
  if (only === undefined || others.length > 0) return null;
  return { way: factOf(only, codeOf), wayBy: "only" };
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
