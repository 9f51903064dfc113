import { Cloud, Server } from "lucide-react";
import type { MachineHop, SwitchHop, TagAction } from "@/server/domain/frame-path";
import { TagChip } from "../tag/tag-chip";
import { classNames } from "../ui/class-names";

/** A rack or a resource. */
export function Machine({ hop, lit }: { hop: MachineHop; lit: boolean }) {
  const Icon = hop.role === "rack" ? Server : Cloud;
  return (
    <div
      className={classNames(
        "flex h-12 w-full min-w-0 flex-col items-center justify-center rounded-md border bg-sunken px-1",
        lit ? "border-state-live ring-1 ring-state-live" : "border-line-strong",
      )}
    >
      <span className="flex max-w-full items-center gap-1 font-semibold">
        <Icon aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        <span className="truncate" title={hop.name}>
          {hop.name}
        </span>
      </span>
      <span className="text-xs text-ink-3">{hop.role}</span>
    </div>
  );
}

/** A switch with the two ports that the frame uses. */
export function SwitchBox({ hop, lit }: { hop: SwitchHop; lit: boolean }) {
  return (
    <div
      className={classNames(
        "relative flex h-14 w-full flex-col items-center justify-center rounded-md border bg-surface",
        lit ? "border-state-live ring-1 ring-state-live" : "border-ink-3",
      )}
    >
      <Port number={hop.inPort} side="left" />
      <span className="text-table font-semibold">switch {hop.code}</span>
      <span className="text-xs text-ink-3">{hop.segment === null ? "no segment yet" : `segment ${hop.segment}`}</span>
      <Port number={hop.outPort} side="right" />
    </div>
  );
}

function Port({ number, side }: { number: number; side: "left" | "right" }) {
  return (
    <span
      title={`port ${number}`}
      className={classNames(
        "number absolute top-1/2 flex h-5 min-w-5 -translate-y-1/2 items-center justify-center rounded-xs border border-ink-3 bg-surface px-0.5 text-[11px] leading-none",
        side === "left" ? "-left-1.5" : "-right-1.5",
      )}
    >
      <span className="sr-only">port </span>
      {number}
    </span>
  );
}

/** What a switch pushes and pops, written at the port where it does so. */
export function PortActions({ hop, side }: { hop: SwitchHop; side: "in" | "out" }) {
  const here = actionsAt(hop, side);
  return (
    <div className={classNames("flex flex-col gap-1", side === "out" && "items-end")}>
      {here.map((action) => (
        <TagChip key={`${action.kind}-${action.tag.kind}`} tag={action.tag} sign={action.kind === "push" ? "+" : "−"} />
      ))}
    </div>
  );
}

/** The in port's actions come first; where both ports are one, what is pushed belongs to the way in. */
function actionsAt(hop: SwitchHop, side: "in" | "out"): readonly TagAction[] {
  if (hop.inPort !== hop.outPort)
    return hop.actions.filter((action) => action.port === (side === "in" ? hop.inPort : hop.outPort));
  return hop.actions.filter((action) => (action.kind === "push") === (side === "in"));
}
