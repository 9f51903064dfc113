import type { LiveStore } from "../../live/store";

/**
 * Says whether a switch's report shows another picture than its last one: which state it follows, which entries are not
 * as desired, what is left over. Counters move with each report and are no news.
 */
export function switchNews(live: LiveStore): (switchId: string) => boolean {
  const pictures = new Map<string, string>();
  return (switchId) => {
    const report = live.lastReport(switchId)?.report;
    if (report === undefined) return false;
    const off = report.entries.filter((entry) => entry.state !== "present").map(({ key, state }) => `${key} ${state}`);
    const picture = [report.number, report.hash, ...off, ...report.strays.map(({ what }) => what)].join("\n");
    const isNews = pictures.get(switchId) !== picture;
    pictures.set(switchId, picture);
    return isNews;
  };
}
