import { Cloud, Cpu, Server } from "lucide-react";
import Link from "next/link";
import type { ExtensionView } from "@/server/services/extension/view";
import { Shape } from "../state/shape";
import { EXTENSION_STATES } from "../state/state-mark";
import { classNames } from "../ui/class-names";

/** The rack whose LAN it is. */
export function LanHead({ name }: { name: string }) {
  return (
    <span className="relative flex min-h-10 min-w-0 items-center gap-1.5 rounded-md border border-line-strong bg-sunken px-3 font-semibold wrap-anywhere">
      <Server aria-hidden className="size-4 text-ink-3" /> {name}
    </span>
  );
}

interface NeighbourProps {
  /** Code of the datacenter of the rack whose LAN this is. */
  readonly home: string;
  readonly extension: ExtensionView;
  /** Which end of it the neighbour is. */
  readonly end: "rack" | "resource";
}

/** Dotted where it stands in another datacenter: the LAN is the same. */
export function LanNeighbour({ home, extension, end }: NeighbourProps) {
  const state = EXTENSION_STATES[extension.state];
  const { name, datacenterCode } = extension[end];
  const isRack = end === "rack" || extension.resource.rackId !== null;
  const Icon = isRack ? Server : extension.resource.kind === "virtual" ? Cpu : Cloud;
  const isAway = datacenterCode !== home;
  return (
    <Link
      href={`/extensions/${extension.id}`}
      title={`${state.word}: ${state.meaning}`}
      className={classNames(
        "relative flex min-h-10 min-w-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-3 hover:bg-hover",
        isAway && "border-dotted border-2",
      )}
    >
      <Icon aria-hidden className="size-4 text-ink-3" />
      <span className="font-semibold wrap-anywhere">{name}</span>
      {isAway ? <span className="text-xs text-ink-2">in {datacenterCode}</span> : null}
      <span className="flex items-center gap-1 text-xs text-ink-2">
        <Shape shape={state.shape} className="size-2.5" /> {state.word}
      </span>
    </Link>
  );
}
