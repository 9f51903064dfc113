import type { FramePath, Leg, SwitchHop } from "@/server/domain/frame-path";
import { tagsText, tagText } from "../tag/tag-kind";
import { countText, framesText } from "../ui/duration";
import type { LegReading } from "./reading";

/** The path as numbered sentences: everything that the picture says. */
export function sentencesOf(path: FramePath, readings: readonly LegReading[]): readonly string[] {
  return path.legs.flatMap((leg, index) => {
    const said = [
      legSentence(
        leg,
        readings.find((reading) => reading.legId === leg.id),
      ),
    ];
    const hop = path.hops.find((candidate) => candidate.id === leg.to);
    const entersSwitch = hop?.kind === "switch" && path.legs[index + 1]?.kind === "inside";
    return entersSwitch && hop.kind === "switch" ? [...said, switchSentence(hop)] : said;
  });
}

function legSentence(leg: Leg, reading: LegReading | undefined): string {
  return `${capital(leg.name)}: ${tagsText(leg.stack)}. ${seenText(reading)}`;
}

function switchSentence(hop: SwitchHop): string {
  const acts = hop.actions.map((action) => {
    const verb = action.kind === "push" ? "pushes" : "pops";
    return `${verb} ${tagText(action.tag)} at port ${action.port}`;
  });
  const segment = hop.segment === null ? "" : ` as segment ${hop.segment}`;
  return `Switch ${hop.code} in ${hop.datacenter} takes it in at port ${hop.inPort}, carries it${segment} and sends it out at port ${hop.outPort}; it ${acts.join(", ")}.`;
}

const STATUS: Record<LegReading["status"], string> = {
  flowing: "Frames pass now",
  seen: "Observed",
  unseen: "Predicted; no frame was seen here yet",
  unknown: "Predicted; no reading",
};

function seenText(reading: LegReading | undefined): string {
  if (reading === undefined) return "Predicted.";
  const figures = reading.points.flatMap(({ point, frames, framesPerSecond }) =>
    frames === null ? [] : [`${framesText(frames)} ${pointText(point)}, ${rateText(framesPerSecond)}`],
  );
  return [STATUS[reading.status], ...figures].join("; ").concat(".");
}

/** "116 port 1 in": where it was seen, as the switch sees it. */
export function pointText(point: { switchCode: string; port: number; direction: "in" | "out" }): string {
  return `${point.switchCode} port ${point.port} ${point.direction}`;
}

/** A rate in frames a second: "0/s", "0.5/s", "1 204/s". */
export function rateText(perSecond: number | null): string {
  if (perSecond === null) return "–/s";
  return `${perSecond > 0 && perSecond < 10 ? Number(perSecond.toFixed(1)) : countText(perSecond)}/s`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
