import { classNames } from "../ui/class-names";
import { LaneDevices } from "./lane-devices";
import { type LaneProps, placeText, readingOf } from "./lane-props";
import type { LegLayout } from "./layout";
import type { RowLayout, Stub } from "./layout-rows";
import { LegColumn } from "./leg-column";
import { Traveller } from "./traveller";
import { Wire } from "./wire";

/** One row of the lane: panels, devices and wires above, the frame of each leg below. */
export function LaneRow(props: LaneProps & { row: RowLayout }) {
  const { row, places, path } = props;
  return (
    <div className="relative pt-7 pb-3" style={{ width: `${row.width}px` }}>
      {row.panels.map((panel) => (
        <div
          key={panel.datacenter}
          className="absolute inset-y-0 rounded-lg border border-line bg-surface"
          style={{ left: `${panel.x}px`, width: `${panel.width}px` }}
        >
          <p className="truncate px-3 py-1 text-xs font-medium text-ink-2">{placeText(places, panel.datacenter)}</p>
        </div>
      ))}
      <div className="relative h-[124px]">
        {row.stubs.map((stub) => (
          <WireStub key={stub.side} {...props} stub={stub} />
        ))}
        <LaneDevices {...props} />
        {props.travelling ? <Way {...props} /> : null}
      </div>
      <div className="relative" style={{ display: "grid", gridTemplateColumns: tracks(row.legs) }}>
        {row.legs.map((leg, index) => (
          <div key={leg.leg.id} style={{ gridColumn: 2 * index + 2 }}>
            <LegColumn {...props} placed={leg} index={path.legs.indexOf(leg.leg)} />
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

/** The end of a wire that goes on in the next row, or comes from the one before. */
function WireStub({ stub, path, readings }: LaneProps & { stub: Stub }) {
  const leg = path.legs.find((one) => one.id === stub.legId);
  if (leg === undefined) return null;
  return (
    <div className="absolute top-[26px]" style={{ left: `${stub.from}px`, width: `${stub.to - stub.from}px` }}>
      <Wire status={readingOf(readings, leg).status} way="right" frameId={null} />
      <span
        aria-hidden="true"
        title={stub.side === "out" ? "goes on in the next row" : "comes from the row above"}
        className={classNames("absolute -top-5 text-xs text-ink-3", stub.side === "out" ? "right-0" : "left-0")}
      >
        {stub.side === "out" ? "↩" : "↪"}
      </span>
    </div>
  );
}

/** The sent frame, in the row in which it is now. */
function Way({ row, step, path, layout }: LaneProps & { row: RowLayout }) {
  const at = layout.legs[Math.max(0, step - 1)];
  if (at === undefined || !row.legs.includes(at)) return null;
  return <Traveller stack={at.leg.stack} x={step === 0 ? at.wireFrom : at.wireTo} arrived={step >= path.legs.length} />;
}
