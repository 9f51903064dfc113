import type { Hop, SwitchHop } from "@/server/domain/frame-path";
import { TagChip } from "../tag/tag-chip";
import { Machine, PortActions, SwitchBox } from "./device";
import { encapsulationText, type LaneProps, placeText, readingOf } from "./lane-props";
import { hopById, type LegLayout, MACHINE_WIDTH } from "./layout";
import { LegColumn } from "./leg-column";
import { Traveller } from "./traveller";
import { Wire } from "./wire";

/** The path from left to right: panels, devices and wires above, the frame of each leg below. */
export function Lane(props: LaneProps) {
  const { layout, places } = props;
  return (
    <div className="relative pt-7 pb-3" style={{ width: `${layout.width}px` }}>
      {layout.panels.map((panel) => (
        <div
          key={panel.datacenter}
          className="absolute inset-y-0 rounded-lg border border-line bg-surface"
          style={{ left: `${panel.x}px`, width: `${panel.width}px` }}
        >
          <p className="truncate px-3 py-1 text-xs font-medium text-ink-2">{placeText(places, panel.datacenter)}</p>
        </div>
      ))}
      <div className="relative h-[124px]">
        {layout.legs.map((leg) => (
          <LegDevices key={leg.leg.id} {...props} placed={leg} />
        ))}
        {props.travelling ? <Way {...props} /> : null}
      </div>
      <div className="relative" style={{ display: "grid", gridTemplateColumns: tracks(layout.legs) }}>
        {layout.legs.map((leg, index) => (
          <div key={leg.leg.id} style={{ gridColumn: 2 * index + 2 }}>
            <LegColumn {...props} placed={leg} index={index} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** A grid track for the room before each column and one for the column. */
function tracks(legs: readonly LegLayout[]): string {
  return legs
    .map((leg, index) => {
      const before = legs[index - 1];
      return `${leg.x - (before === undefined ? 0 : before.x + before.width)}px ${leg.width}px`;
    })
    .join(" ");
}

function Way({ layout, step, path }: LaneProps) {
  const reached = layout.legs[step - 1];
  const x = reached === undefined ? (layout.legs[0]?.wireFrom ?? 0) : reached.wireTo;
  return <Traveller stack={path.legs[Math.max(0, step - 1)]?.stack ?? []} x={x} arrived={step >= path.legs.length} />;
}

function LegDevices(props: LaneProps & { placed: LegLayout }) {
  const { path, placed, readings, newest, step, playback } = props;
  const { leg } = placed;
  const index = path.legs.findIndex((candidate) => candidate.id === leg.id);
  const lit = playback !== null && step > index;
  if (leg.kind === "inside") {
    const hop = hopById(path, leg.from);
    return hop?.kind === "switch" ? <PlacedSwitch hop={hop} placed={placed} lit={lit} /> : null;
  }
  const machine = [leg.from, leg.to].map((id) => hopById(path, id)).find(isMachine);
  const first = machine?.id === leg.from;
  return (
    <>
      {machine ? (
        <div
          className="absolute top-1.5"
          style={{
            left: `${first ? placed.x : placed.x + placed.width - MACHINE_WIDTH}px`,
            width: `${MACHINE_WIDTH}px`,
          }}
        >
          <Machine hop={machine} lit={first ? playback !== null && step > 0 : lit} />
        </div>
      ) : null}
      <div
        className="absolute top-[26px]"
        style={{ left: `${placed.wireFrom}px`, width: `${placed.wireTo - placed.wireFrom}px` }}
      >
        <Wire status={readingOf(readings, leg).status} way="right" frameId={newest.get(leg.id) ?? null} />
      </div>
      {leg.kind === "line" ? <LineLabel {...props} /> : null}
    </>
  );
}

function isMachine(hop: Hop | null) {
  return hop?.kind === "machine";
}

function PlacedSwitch({ hop, placed, lit }: { hop: SwitchHop; placed: LegLayout; lit: boolean }) {
  return (
    <div className="absolute top-0.5" style={{ left: `${placed.x}px`, width: `${placed.width}px` }}>
      <SwitchBox hop={hop} lit={lit} />
      <div className="mt-2 flex justify-between gap-1">
        <PortActions hop={hop} side="in" />
        <PortActions hop={hop} side="out" />
      </div>
    </div>
  );
}

function LineLabel({ placed }: LaneProps & { placed: LegLayout }) {
  const { leg } = placed;
  const tag = leg.stack.find((candidate) => candidate.kind === "datacenter");
  return (
    <div
      className="absolute top-0 flex h-[64px] flex-col items-center justify-between"
      style={{ left: `${placed.x}px`, width: `${placed.width}px` }}
    >
      <span className="text-table font-semibold">{leg.name}</span>
      <span className="flex items-center gap-1 text-xs whitespace-nowrap text-ink-2">
        {encapsulationText(leg)} {tag ? <TagChip tag={tag} /> : null}
      </span>
    </div>
  );
}
