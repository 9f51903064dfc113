import { REPORT_INTERVAL_MS } from "@/agent/protocol";
import type { networkSwitch } from "@/db/schema/switch";
import type { LiveReport } from "../../live/store";
import type { AgentView } from "./view";

/** An agent whose last report is older than this is silent, in ms: three were missed. */
const SILENT_MS = 3 * REPORT_INTERVAL_MS;

/** How a switch's agent stands at the moment `now` (ms since 1970). */
export function agentView(row: typeof networkSwitch.$inferSelect, last: LiveReport | null, now: number): AgentView {
  const ageMs = last === null ? null : Math.max(0, now - last.at);
  return {
    state: stateOf(row, last, ageMs),
    kernel: row.kernel,
    ageMs,
    desiredNumber: row.changeNumber,
    reportedNumber: last?.report.number ?? null,
  };
}

function stateOf(
  row: typeof networkSwitch.$inferSelect,
  last: LiveReport | null,
  ageMs: number | null,
): AgentView["state"] {
  if (row.joinedAt === null && last === null) return "never_joined";
  if (last === null || ageMs === null || ageMs > SILENT_MS) return "silent";
  const { number, hash } = last.report;
  return number === row.changeNumber && hash === row.stateHash ? "in_step" : "behind";
}
