import type { FramePath, Leg, ObservationPoint } from "@/server/domain/frame-path";
import type { StackTag } from "@/server/domain/tag-stack";
import type { PathLiveView, PathView, ProbeView, SeenFrameView } from "@/server/services/path/view";

/** Extension 202/10 to 110D of the demo world: it crosses line 224. For tests and for looking at the picture alone. */
const Q: StackTag = { kind: "client", value: 10, tpid: 0x8100 };
const C: StackTag = { kind: "customer", value: 200, tpid: 0x8100 };
const S: StackTag = { kind: "host", value: 2000, tpid: 0x88a8 };
const D: StackTag = { kind: "datacenter", value: 1104, tpid: 0x8847 };

type Port = ObservationPoint["port"];

/** The brand says 1 to 9999; the numbers here are written by hand and are. */
function port(number: number): Port {
  return number as Port;
}

function point(switchCode: string, number: number, direction: "in" | "out", entryKey: string): ObservationPoint {
  return { id: `${switchCode}:${number}:${direction}`, switchCode, port: port(number), direction, entryKey };
}

function leg(
  id: string,
  kind: Leg["kind"],
  ends: readonly [string, string],
  name: string,
  stack: readonly StackTag[],
  points: readonly ObservationPoint[],
): Leg {
  return {
    id,
    kind,
    from: ends[0],
    to: ends[1],
    name,
    stack,
    mtu: kind === "inside" ? null : kind === "line" ? 9100 : 1504,
    points,
  };
}

export const crossingPath: FramePath = {
  direction: "to_resource",
  mtu: 1500,
  hops: [
    { kind: "machine", id: "rack", role: "rack", name: "202", datacenter: "DC2" },
    {
      kind: "switch",
      id: "switch-212",
      code: "212",
      datacenter: "DC2",
      inPort: port(1),
      outPort: port(31),
      segment: 2,
      actions: [
        { kind: "push", tag: C, port: port(1) },
        { kind: "push", tag: S, port: port(1) },
        { kind: "push", tag: D, port: port(31) },
      ],
    },
    {
      kind: "switch",
      id: "switch-116",
      code: "116",
      datacenter: "DC1",
      inPort: port(31),
      outPort: port(18),
      segment: 7,
      actions: [
        { kind: "pop", tag: D, port: port(31) },
        { kind: "pop", tag: S, port: port(18) },
        { kind: "pop", tag: C, port: port(18) },
      ],
    },
    { kind: "machine", id: "resource", role: "resource", name: "110D", datacenter: "DC1" },
  ],
  legs: [
    leg(
      "rack-cable",
      "cable",
      ["rack", "switch-212"],
      "202 to switch 212 port 1",
      [Q],
      [point("212", 1, "in", "1/10")],
    ),
    leg("inside-212", "inside", ["switch-212", "switch-212"], "inside switch 212, segment 2", [S, C, Q], []),
    leg(
      "line-224",
      "line",
      ["switch-212", "switch-116"],
      "line 224",
      [D, S, C, Q],
      [point("212", 31, "out", "31/2000.200"), point("116", 31, "in", "31/2000.200")],
    ),
    leg("inside-116", "inside", ["switch-116", "switch-116"], "inside switch 116, segment 7", [S, C, Q], []),
    leg(
      "resource-cable",
      "cable",
      ["switch-116", "resource"],
      "switch 116 port 18 to 110D",
      [Q],
      [point("116", 18, "out", "18/10")],
    ),
  ],
};

/** The way back: the same devices, mirrored. */
export const answerPath: FramePath = {
  ...crossingPath,
  direction: "to_rack",
  hops: [...crossingPath.hops].reverse(),
  legs: [...crossingPath.legs].reverse(),
};

/** Extension 102A/10 to 110A: within one datacenter, three legs. */
export const localPath: FramePath = {
  direction: "to_resource",
  mtu: 1500,
  hops: [
    { kind: "machine", id: "rack", role: "rack", name: "102A", datacenter: "DC1" },
    {
      kind: "switch",
      id: "switch-116",
      code: "116",
      datacenter: "DC1",
      inPort: port(1),
      outPort: port(11),
      segment: 1,
      actions: [
        { kind: "push", tag: C, port: port(1) },
        { kind: "push", tag: S, port: port(1) },
        { kind: "pop", tag: S, port: port(11) },
        { kind: "pop", tag: C, port: port(11) },
      ],
    },
    { kind: "machine", id: "resource", role: "resource", name: "110A", datacenter: "DC1" },
  ],
  legs: [
    leg(
      "rack-cable",
      "cable",
      ["rack", "switch-116"],
      "102A to switch 116 port 1",
      [Q],
      [point("116", 1, "in", "1/10")],
    ),
    leg("inside-116", "inside", ["switch-116", "switch-116"], "inside switch 116, segment 1", [S, C, Q], []),
    leg(
      "resource-cable",
      "cable",
      ["switch-116", "resource"],
      "switch 116 port 11 to 110A",
      [Q],
      [point("116", 11, "out", "11/10")],
    ),
  ],
};

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
  return { at: 1_700_000_000_000, points, frames: [], differences: [], probes: [], ...over };
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
  stack: [Q],
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
