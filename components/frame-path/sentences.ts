import type { FramePath, Leg, SwitchHop, TagAction } from "@/server/domain/frame-path";
import { formatText, tagsText, tagText } from "../tag/tag-kind";
import { countText, framesText } from "../ui/duration";
import { hopById } from "./hops";
import { limitsWay } from "./lane-props";
import { isCounted, type LegReading } from "./reading";

/** The path as numbered sentences: everything that the picture says. */
export function sentencesOf(path: FramePath, readings: readonly LegReading[]): readonly string[] {
  return path.legs.flatMap((leg, index) => {
    const reading = readings.find((one) => one.legId === leg.id);
    const said = legSentence(leg, reading, limitsWay(path, leg));
    const hop = hopById(path, leg.to);
    if (hop?.kind === "provider") return [said, `The provider of link ${hop.code} routes the packet whole.`];
    const entersSwitch = hop?.kind === "switch" && path.legs[index + 1]?.kind === "inside";
    return entersSwitch ? [said, switchSentence(hop)] : [said];
  });
}

function legSentence(leg: Leg, reading: LegReading | undefined, limits: boolean): string {
  const by = leg.encapsulation === null ? "" : `, by ${leg.encapsulation}`;
  return `${capital(leg.name)}: ${tagsText(leg.stack)}${by}. ${roomText(leg, limits)}${seenText(reading)}`;
}

/** Cables carry what Ethernet does; only what lies between switches is worth a word. */
function roomText({ kind, mtu, room }: Leg, limits: boolean): string {
  if (kind === "cable" || mtu === null || room === null) return "";
  return `MTU ${mtu} leaves ${room} octets${limits ? ", the least on the way" : ""}. `;
}

/** How switches that bridge nothing pass frames on. */
const CARRIES: Partial<Record<SwitchHop["role"], string>> = {
  front: "passes it on by the customer tag alone",
  transit: "passes it on by tag 3 alone",
};

function switchSentence(hop: SwitchHop): string {
  const acts = hop.actions.map((action) => `${actionText(action)} at port ${action.port}`);
  const segment = hop.segment === null ? "" : ` as segment ${hop.segment}`;
  const carries = CARRIES[hop.role] ?? `carries it${segment}`;
  const does = acts.length === 0 ? "." : `; it ${acts.join(", ")}.`;
  return `Switch ${hop.code} in ${hop.datacenter} takes it in at port ${hop.inPort}, ${carries} and sends it out at port ${hop.outPort}${does}`;
}

const VERBS = { push: "pushes", pop: "pops", keep: "keeps" } as const;

function actionText(action: TagAction): string {
  if (action.kind !== "rewrite") return `${VERBS[action.kind]} ${tagText(action.tag)}`;
  const { from, tag } = action;
  if (from.value !== tag.value) return `writes ${tagText(tag)} for ${tagText(from)}`;
  return `writes ${tagText(tag)} as ${formatText(tag.format)} for ${formatText(from.format)}`;
}

const STATUS: Record<LegReading["status"], string> = {
  flowing: "Frames pass now",
  seen: "Observed",
  unseen: "Predicted; no frame was seen here yet",
  unknown: "Predicted; no reading",
};

function seenText(reading: LegReading | undefined): string {
  if (reading === undefined) return "Predicted.";
  const figures = reading.points
    .filter(isCounted)
    .flatMap(({ point, frames, framesPerSecond }) =>
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
