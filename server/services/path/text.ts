import type { FramePath, Hop, Leg, SwitchHop, TagAction } from "../../domain/frame-path";
import { formatText, stackText, tagText } from "../../domain/tag-stack";
import type { PathLiveView, PathView, PointView } from "./view";

/**
 * A path as text, line by line: every device, what it pushes and pops, the stack on every stretch and what the kernels
 * counted there. The same content as the picture, for terminals and screen readers.
 */
export function pathText(view: PathView, live: PathLiveView): string {
  const points = new Map(live.points.map((point) => [point.id, point]));
  const { toResource, toRack } = live.predicted;
  return [
    `Extension ${view.extensionId}: ${view.rack.name} to ${view.resource.name}, MTU ${toResource.mtu} octets`,
    ...(live.way === null ? [] : [live.way]),
    "",
    ...directionText(toResource, points),
    "",
    ...directionText(toRack, points),
    "",
    ...differencesText(live),
    ...framesText(live),
  ].join("\n");
}

function directionText(path: FramePath, points: ReadonlyMap<string, PointView>): string[] {
  const title = path.direction === "to_resource" ? "To the resource" : "To the rack";
  return [
    title,
    ...path.hops.flatMap((hop, index) => [
      hopText(hop),
      ...legsAfter(path, hop.id, index).map((leg) =>
        legText(leg, points, path.limit !== null && leg.room === path.mtu),
      ),
    ]),
  ];
}

function hopText(hop: Hop): string {
  if (hop.kind === "switch") return switchText(hop);
  if (hop.kind === "provider") return `  (provider of link ${hop.code})  routes the packet whole`;
  return `  [${hop.name}]  ${hop.role} in ${hop.datacenter}`;
}

/** The stretches that begin at a hop: the inside of a switch first, then the way out. */
function legsAfter(path: FramePath, hopId: string, index: number): Leg[] {
  if (index === path.hops.length - 1) return [];
  return path.legs.filter((leg) => leg.from === hopId);
}

function switchText(hop: SwitchHop): string {
  const actions = hop.actions.map((one) => `${actionText(one)} at port ${one.port}`);
  const role = hop.role === "bridge" ? "" : hop.role === "front" ? ", in front" : ", transit";
  return `  [switch ${hop.code}]  ${hop.datacenter}${role}, in at port ${hop.inPort}, out at port ${hop.outPort}: ${actions.join(", ") || "unchanged"}`;
}

function actionText(action: TagAction): string {
  if (action.kind !== "rewrite") return `${action.kind} ${tagText(action.tag)}`;
  const { from, tag } = action;
  if (from.value !== tag.value) return `rewrite ${tagText(from)} to ${tagText(tag)}`;
  return `rewrite ${tagText(tag)} from ${formatText(from.format)} to ${formatText(tag.format)}`;
}

function legText(leg: Leg, points: ReadonlyMap<string, PointView>, isLimit: boolean): string {
  const counted = leg.points.flatMap((point) =>
    point.entryKey === null ? [] : [countText(points.get(point.id), point.id)],
  );
  const by = leg.encapsulation === null ? "" : ` by ${leg.encapsulation}`;
  return `      |  ${leg.name}: ${stackText(leg.stack)}${by}${mtuText(leg, isLimit)}${counted.map((text) => `\n      |    ${text}`).join("")}`;
}

function mtuText({ mtu, room }: Leg, isLimit: boolean): string {
  if (mtu === null || room === null) return "";
  return `, MTU ${mtu} leaves ${room} octets${isLimit ? ", THE LEAST ON THE WAY" : ""}`;
}

function countText(point: PointView | undefined, id: string): string {
  if (point === undefined || point.frames === null) return `${id}: nothing reported`;
  const rate = point.framesPerSecond === null ? "rate unknown" : `${point.framesPerSecond.toFixed(1)} frames/s`;
  const age = (point.ageMs ?? 0) > 2_000 ? `, ${Math.round((point.ageMs ?? 0) / 1000)} s old` : "";
  return `${id}: ${point.frames} frames, ${rate}${age}`;
}

function differencesText(live: PathLiveView): string[] {
  if (live.points.length === 0) return ["Nothing of ours is on the way: nothing can be observed."];
  if (live.differences.length === 0) return ["Observed as predicted."];
  return ["OBSERVED OTHERWISE THAN PREDICTED:", ...live.differences.map((sentence) => `  ${sentence}`)];
}

function framesText(live: PathLiveView): string[] {
  if (live.frames.length === 0) return ["No frame was seen in the last minute."];
  const rows = live.frames.slice(-20).map((frame) => {
    const time = new Date(frame.atMicros / 1000).toISOString().slice(11, 23);
    return `  ${time}  ${frame.pointId.padEnd(12)}  ${stackText(frame.stack).padEnd(32)}  ${frame.summary}`;
  });
  return ["Frames seen:", ...rows];
}
