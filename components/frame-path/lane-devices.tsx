import type { FramePath, Leg, SwitchHop } from "@/server/domain/frame-path";
import { TagChip } from "../tag/tag-chip";
import { Machine, ProviderBox, SwitchBox } from "./device";
import { hopById, isDirect } from "./hops";
import { type LaneProps, linkTags, readingOf } from "./lane-props";
import type { LegLayout } from "./layout";
import { MACHINE_WIDTH, type RowLayout } from "./layout-rows";
import { PortActions } from "./port-actions";
import { Wire } from "./wire";

/** Machines, switches, providers and wires of a row. */
export function LaneDevices(props: LaneProps & { row: RowLayout }) {
  const { row, path, playback, step } = props;
  const hasPassed = (leg: Leg) => playback !== null && step > path.legs.indexOf(leg);
  return (
    <>
      {row.legs.map((placed) => (
        <LegDevices key={placed.leg.id} {...props} placed={placed} lit={hasPassed(placed.leg)} />
      ))}
      {row.providers.map(({ hop, x, width }) => (
        <div key={hop.id} className="absolute top-1.5" style={{ left: `${x}px`, width: `${width}px` }}>
          <ProviderBox hop={hop} lit={path.legs.some((leg) => leg.to === hop.id && hasPassed(leg))} />
        </div>
      ))}
    </>
  );
}

interface LegProps extends LaneProps {
  readonly placed: LegLayout;
  /** The sent frame has come by. */
  readonly lit: boolean;
}

function LegDevices(props: LegProps) {
  const { path, placed, readings, newest, lit } = props;
  const { leg } = placed;
  if (leg.kind === "inside") {
    const hop = hopById(path, leg.from);
    return hop?.kind === "switch" ? <PlacedSwitch hop={hop} placed={placed} lit={lit} /> : null;
  }
  return (
    <>
      {leg.kind === "cable" ? <PlacedMachines {...props} /> : null}
      <div
        className="absolute top-[26px]"
        style={{ left: `${placed.wireFrom}px`, width: `${placed.wireTo - placed.wireFrom}px` }}
      >
        <Wire status={readingOf(readings, leg).status} way="right" frameId={newest.get(leg.id) ?? null} />
      </div>
      {leg.kind !== "cable" || isDirect(path, leg) ? <WireLabel path={path} placed={placed} /> : null}
    </>
  );
}

/** At the outer end of its cable, or at both ends of one without a switch. */
function PlacedMachines({ path, placed, playback, step, lit }: LegProps) {
  const { leg, x, width } = placed;
  const ends = [
    { hop: hopById(path, leg.from), left: x, isLit: playback !== null && step > 0 },
    { hop: hopById(path, leg.to), left: x + width - MACHINE_WIDTH, isLit: lit },
  ];
  return ends.map(({ hop, left, isLit }) =>
    hop?.kind !== "machine" ? null : (
      <div key={hop.id} className="absolute top-1.5" style={{ left: `${left}px`, width: `${MACHINE_WIDTH}px` }}>
        <Machine hop={hop} lit={isLit} />
      </div>
    ),
  );
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

/** What the wire is, above it, and what carries its frames, below. */
function WireLabel({ path, placed: { leg, x, width } }: { path: FramePath; placed: LegLayout }) {
  return (
    <div
      className="pointer-events-none absolute top-0 flex h-[64px] flex-col items-center justify-between *:pointer-events-auto"
      style={{ left: `${x}px`, width: `${width}px` }}
    >
      <span className="max-w-full truncate text-table font-semibold">{wireName(path, leg)}</span>
      <span className="flex flex-wrap items-center justify-center gap-1 text-xs text-ink-2">
        {leg.encapsulation ?? (isDirect(path, leg) ? "no switch" : stayingWords(leg))}
        {linkTags(leg).map((tag) => (
          <TagChip key={tag.kind} tag={tag} />
        ))}
      </span>
    </div>
  );
}

/** Between two switches in series the host tag is not given yet, or taken already. */
function stayingWords({ stack }: Leg): string {
  return stack.some(({ kind }) => kind === "host") ? "pair stays on" : "C alone stays on";
}

/** A provider link is named once, where it begins. */
function wireName(path: FramePath, leg: Leg): string {
  if (leg.kind !== "provider") return leg.name;
  const hop = [leg.from, leg.to].map((id) => hopById(path, id)).find((one) => one?.kind === "provider");
  return hop?.kind === "provider" ? `provider link ${hop.code}` : leg.name;
}
