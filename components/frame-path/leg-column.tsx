import type { Leg } from "@/server/domain/frame-path";
import { classNames } from "../ui/class-names";
import { Figures, Sighting } from "./figures";
import { type LaneProps, limitsWay, playedOf, pushedOn, readingOf } from "./lane-props";
import type { LegLayout } from "./layout";
import { LegMtu } from "./leg-mtu";
import { OctetStrip } from "./octet-strip";
import { headerOctets } from "./strip";

/** One leg below its wire: its name, the frame as it is there, and what the kernel counted. */
export function LegColumn(props: LaneProps & { placed: LegLayout; index: number }) {
  const { path, placed, index, layout, readings, counted, playback, step, selectedLeg, onSelectLeg, notes } = props;
  const { leg } = placed;
  const reading = readingOf(readings, leg);
  const observed = reading.status === "flowing" || reading.status === "seen";
  const lit = playback !== null && step > index;
  const chosen = selectedLeg === leg.id;
  const note = notes.get(leg.id);
  return (
    <div data-leg={leg.id} data-lit={lit} data-observed={observed} className="flex min-w-0 flex-col gap-1">
      <LegName leg={leg} chosen={chosen} onSelect={onSelectLeg} />
      <OctetStrip
        blocks={placed.blocks}
        scale={layout.scale}
        observed={observed}
        lit={lit}
        pushed={pushedOn(path, index)}
      />
      <p className="text-[11px] leading-4 text-ink-3">
        <span className="block">{headerOctets(leg.stack)} octets + payload</span>
        <LegMtu leg={leg} limits={limitsWay(path, leg)} />
      </p>
      {counted ? (
        <>
          <Sighting played={playedOf(playback, leg)} lit={lit} />
          <Figures reading={reading} />
        </>
      ) : null}
      {note ? <p className="text-xs text-ink-2">{note}</p> : null}
    </div>
  );
}

interface LegNameProps {
  readonly leg: Leg;
  readonly chosen: boolean;
  readonly onSelect: LaneProps["onSelectLeg"];
}

/** Pressed, it narrows the list of frames to those seen on this leg. */
function LegName({ leg, chosen, onSelect }: LegNameProps) {
  if (onSelect === null || leg.points.length === 0) {
    return <p className="flex min-h-8 items-end text-xs leading-4 text-ink-2">{leg.name}</p>;
  }
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={() => onSelect(chosen ? null : leg.id)}
      title={`${leg.name}: show only frames seen here`}
      className={classNames(
        "flex min-h-8 w-full items-end text-left text-xs leading-4 text-ink-2 underline decoration-line-strong decoration-dotted underline-offset-2 hover:text-ink",
        chosen && "font-semibold text-ink decoration-solid",
      )}
    >
      {leg.name}
    </button>
  );
}
