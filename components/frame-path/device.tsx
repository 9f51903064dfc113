import { Cloud, Globe, Server } from "lucide-react";
import type { MachineHop, ProviderHop, SwitchHop } from "@/server/domain/frame-path";
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

/** A switch with the two ports that the frame uses; one that only passes frames on, without a segment, has a dashed edge. */
export function SwitchBox({ hop, lit }: { hop: SwitchHop; lit: boolean }) {
  return (
    <div
      className={classNames(
        "relative flex h-14 w-full flex-col items-center justify-center rounded-md border bg-surface",
        hop.role !== "bridge" && "border-dashed",
        lit ? "border-state-live ring-1 ring-state-live" : "border-ink-3",
      )}
    >
      <Port number={hop.inPort} side="left" />
      <span className="text-table font-semibold">switch {hop.code}</span>
      <span className="text-xs text-ink-3">{insideText(hop)}</span>
      <Port number={hop.outPort} side="right" />
    </div>
  );
}

function insideText({ role, segment }: SwitchHop): string {
  if (role === "transit") return "transit, by tag 3";
  if (role === "front") return "in front, by C";
  return segment === null ? "no segment yet" : `segment ${segment}`;
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

/** A provider's network: not ours to look into. */
export function ProviderBox({ hop, lit }: { hop: ProviderHop; lit: boolean }) {
  return (
    <div
      title={`The provider of link ${hop.code} routes the packet whole; nothing of ours looks inside.`}
      className={classNames(
        "flex h-12 w-full flex-col items-center justify-center rounded-full border border-dashed bg-sunken px-1",
        lit ? "border-state-live ring-1 ring-state-live" : "border-line-strong",
      )}
    >
      <span className="flex items-center gap-1 font-semibold">
        <Globe aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        {hop.code}
      </span>
      <span className="text-xs text-ink-3">provider</span>
    </div>
  );
}
