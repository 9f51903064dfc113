import type { Hop, Leg } from "@/server/domain/frame-path";
import { TagChip } from "../tag/tag-chip";
import { Machine, ProviderBox, SwitchBox } from "./device";
import { homeOf, hopById } from "./hops";
import { type LaneProps, linkTags, placeText, readingOf } from "./lane-props";
import type { LegLayout } from "./layout";
import { LegColumn } from "./leg-column";
import { PortActions } from "./port-actions";
import { Wire } from "./wire";

/** The path from top to bottom, for narrow screens: the same devices, frames and figures. */
export function StackedLane(props: LaneProps) {
  const { path, layout } = props;
  const last = path.hops[path.hops.length - 1];
  return (
    <div className="flex flex-col">
      {layout.legs.map((placed, index) => (
        <div key={placed.leg.id}>
          <Before {...props} placed={placed} index={index} />
          <StackedLeg {...props} placed={placed} index={index} />
        </div>
      ))}
      {last ? <Device hop={last} lit={props.playback !== null && props.step >= path.legs.length} /> : null}
    </div>
  );
}

/** The device that a leg comes out of, and the name of a datacenter where a new one begins. */
function Before({ path, places, placed, index, step, playback }: LaneProps & { placed: LegLayout; index: number }) {
  const hop = hopById(path, placed.leg.from);
  if (hop === null || (hop.kind === "switch" && placed.leg.kind !== "inside")) return null;
  const home = homeOf(hop);
  const before = index === 0 ? null : homeOf(hopById(path, path.legs[index - 1]?.from ?? ""));
  return (
    <>
      {home === null || before === home ? null : (
        <p className="pt-2 pb-1 text-xs font-medium text-ink-2">{placeText(places, home)}</p>
      )}
      <Device hop={hop} lit={playback !== null && step >= index && step > 0} />
    </>
  );
}

function Device({ hop, lit }: { hop: Hop; lit: boolean }) {
  if (hop.kind === "switch") {
    return (
      <div className="flex items-center gap-3 px-1.5">
        <div className="w-40 shrink-0">
          <SwitchBox hop={hop} lit={lit} />
        </div>
        <PortActions hop={hop} side="in" />
      </div>
    );
  }
  return (
    <div className="w-28">
      {hop.kind === "machine" ? <Machine hop={hop} lit={lit} /> : <ProviderBox hop={hop} lit={lit} />}
    </div>
  );
}

function StackedLeg(props: LaneProps & { placed: LegLayout; index: number }) {
  const { path, placed, readings, newest, travelling, step, index } = props;
  const { leg } = placed;
  const hop = hopById(path, leg.from);
  return (
    <div className="flex gap-3 py-1 pl-1">
      <Wire
        status={readingOf(readings, leg).status}
        way="down"
        frameId={newest.get(leg.id) ?? null}
        carrying={travelling && step === index + 1}
      />
      <div className="min-w-0 flex-1 py-1">
        {leg.encapsulation === null ? null : <LinkWords leg={leg} />}
        <LegColumn {...props} />
        {leg.kind === "inside" && hop?.kind === "switch" ? (
          <div className="mt-1 flex items-center gap-2 text-xs text-ink-3">
            at port {hop.outPort} <PortActions hop={hop} side="out" />
          </div>
        ) : null}
      </div>
    </div>
  );
}

function LinkWords({ leg }: { leg: Leg }) {
  return (
    <p className="flex flex-wrap items-center gap-1 text-xs text-ink-2">
      {leg.encapsulation}
      {linkTags(leg).map((tag) => (
        <TagChip key={tag.kind} tag={tag} />
      ))}
    </p>
  );
}
