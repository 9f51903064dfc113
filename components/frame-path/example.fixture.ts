import { walk } from "@/server/domain/walk";
import {
  at,
  behindFront,
  crossingInput,
  line224,
  line226,
  line228,
  localInput,
  providerLink,
  shortCrossingInput,
} from "@/server/domain/walk-example.fixture";
import type { PathLiveView, PathView, ProbeView, SeenFrameView } from "@/server/services/path/view";

/** Extension 202/10 to 110D: two switches with line 224 between them. For tests and for looking at the picture alone. */
export const crossingPath = walk(shortCrossingInput(), "to_resource");
/** The way back: the same devices, mirrored. */
export const answerPath = walk(shortCrossingInput(), "to_rack");

/** Extension 102A/10 to 110A: within one switch. */
export const localPath = walk(localInput(), "to_resource");

/** 102A to 102D, behind a switch in front of 116. */
export const frontPath = walk(localInput({ resource: behindFront }), "to_resource");

/** 102A to 210 over trunks and line 224; through DC3; and over provider link 306. */
export const trunkedPath = walk(crossingInput([line224]), "to_resource");
export const transitPath = walk(crossingInput([line226, line228]), "to_resource");
export const tunnelPath = walk(
  crossingInput([providerLink("306", at("124", 33), at("220", 33), "vxlan", 1540)]),
  "to_resource",
);

export const exampleView: PathView = {
  extensionId: "ext_example",
  toResource: crossingPath,
  toRack: answerPath,
  rack: { name: "202", mac: "f2:98:19:ab:55:b4" },
  resource: { name: "110D", mac: "08:19:20:07:05:01" },
};

const POINTS = crossingPath.legs.flatMap((one) => one.points.map((each) => each.id));

/** A live view with `frames` at each point. */
export function exampleLive(frames: number, over: Partial<PathLiveView> = {}): PathLiveView {
  const points = POINTS.map((id) => ({
    id,
    frames,
    bytes: frames * 64,
    framesPerSecond: 1,
    bytesPerSecond: 64,
    ageMs: 300,
  }));
  const predicted = { toResource: crossingPath, toRack: answerPath };
  const seen = { points, frames: [], differences: [], probes: [] };
  return { at: 1_700_000_000_000, predicted, way: null, ...seen, ...over };
}

/** A sent frame that was seen at the first `seen` points, 100 µs apart. */
export function exampleProbe(seen: number): ProbeView {
  return {
    id: "task_1",
    payload: "Happy",
    sentAt: 1_700_000_000_000,
    error: null,
    arrived: seen >= POINTS.length,
    seen: POINTS.map((pointId, index) => ({
      pointId,
      atMicros: index < seen ? 1_700_000_000_040_000 + index * 100 : null,
      stackAsPredicted: index < seen ? true : null,
    })),
  };
}

export const exampleFrame: SeenFrameView = {
  id: "frame_1",
  pointId: "212:1:in",
  legId: "rack-cable",
  direction: "to_resource",
  atMicros: 1_700_000_000_040_000,
  length: 23,
  stack: crossingPath.legs[0]?.stack ?? [],
  summary: "probe 1 of task_1",
  fields: [
    { name: "Destination MAC", value: "08:19:20:07:05:01", from: 0, to: 6, layer: "Ethernet" },
    { name: "Source MAC", value: "f2:98:19:ab:55:b4", from: 6, to: 12, layer: "Ethernet" },
    { name: "Client tag (Q)", value: "10", from: 12, to: 16, layer: "Tag Q" },
    { name: "EtherType", value: "0x88b5", from: 16, to: 18, layer: "Ethernet" },
    { name: "Payload", value: "Happy", from: 18, to: 23, layer: "Payload" },
  ],
  hex: "081920070501f29819ab55b48100000a88b54861707079",
  probeId: "task_1",
};
