import type { FrameField } from "../../domain/frame-field";
import type { FramePath } from "../../domain/frame-path";
import type { StackTag } from "../../domain/tag-stack";

/** The predicted path of an extension, both ways. */
export interface PathView {
  readonly extensionId: string;
  readonly toResource: FramePath;
  readonly toRack: FramePath;
  readonly rack: { readonly name: string; readonly mac: string | null };
  readonly resource: { readonly name: string; readonly mac: string | null };
}

/** What the kernels saw on that path; sent again each second and whenever a frame was seen. */
export interface PathLiveView {
  readonly at: number;
  /** What it is compared with: the prediction by the way in use, which may have changed since the path was asked for. */
  readonly predicted: { readonly toResource: FramePath; readonly toRack: FramePath };
  /** Which links carry the frames between datacenters, as a sentence; null inside one. */
  readonly way: string | null;
  readonly points: readonly PointView[];
  /** Newest last; at most 60. */
  readonly frames: readonly SeenFrameView[];
  /** Where prediction and observation differ, as sentences; empty when they agree. */
  readonly differences: readonly string[];
  readonly probes: readonly ProbeView[];
}

/** One observation point of either direction; without figures where frames are only captured. */
export interface PointView {
  readonly id: string;
  /** Frames since the rule was made, from the kernel's own statistics; null when the agent has not reported it. */
  readonly frames: number | null;
  readonly bytes: number | null;
  readonly framesPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  /** Age of the figure in ms; null when there is none. */
  readonly ageMs: number | null;
}

export interface SeenFrameView {
  readonly id: string;
  readonly pointId: string;
  readonly legId: string;
  readonly direction: "to_resource" | "to_rack";
  /** Kernel time, microseconds since 1970. */
  readonly atMicros: number;
  /** Octets on the wire without FCS. */
  readonly length: number;
  readonly stack: readonly StackTag[];
  /** "ARP who has 10.20.30.40", "ICMP echo request", "probe 3 of task_x". */
  readonly summary: string;
  readonly fields: readonly FrameField[];
  /** Hexadecimal, cut at 512 octets. */
  readonly hex: string;
  readonly probeId: string | null;
}

/** A frame that somebody sent to see it arrive. */
export interface ProbeView {
  readonly id: string;
  readonly payload: string;
  readonly sentAt: number;
  readonly error: string | null;
  /** The observation points of the path in order, with when the frame was seen there; null where it was not (yet). */
  readonly seen: readonly {
    readonly pointId: string;
    readonly atMicros: number | null;
    readonly stackAsPredicted: boolean | null;
  }[];
  readonly arrived: boolean;
}
