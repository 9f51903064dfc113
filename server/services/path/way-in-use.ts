import type { DatacenterTag, PathReport } from "@/agent/protocol";
import type { link } from "@/db/schema/link";
import type { PortAt } from "../../domain/attachments";
import type { LiveStore } from "../../live/store";

/** One path of a pseudowire in the direction of travel. */
export interface Way {
  /** Tag 3 of frames that travel towards far, and back. */
  readonly tagToFar: DatacenterTag;
  readonly tagToNear: DatacenterTag;
  readonly links: readonly WayLink[];
}

export interface WayLink {
  readonly row: typeof link.$inferSelect;
  readonly near: PortAt;
  readonly far: PortAt;
}

/** Says which of a pseudowire's ways carries the frames that leave by its near port; null when there is none. */
export type ChooseWay = (near: PortAt, ways: readonly Way[]) => Way | null;

/** Before anything is known from the agents: the best. */
export const bestWay: ChooseWay = (_near, ways) => ways[0] ?? null;

/** The way that the agent at the near end last reported as active; the best while it has reported none. */
export function wayInUse(live: LiveStore): ChooseWay {
  return (near, ways) => {
    const active = reportsAt(live, near).find((report) => report.active);
    return ways.find((way) => way.tagToFar === active?.tagOut) ?? bestWay(near, ways);
  };
}

/** What the agent at one end says of a pseudowire's paths. */
export function reportsAt(live: LiveStore, end: PortAt): readonly PathReport[] {
  const paths = live.lastReport(end.switchId)?.report.paths ?? [];
  return paths.filter((report) => report.port === end.number);
}
