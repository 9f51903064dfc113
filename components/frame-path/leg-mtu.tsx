import type { Leg } from "@/server/domain/frame-path";
import { Shape } from "../state/shape";

/** What a leg carries, and what that leaves for the client; the one that limits the whole way stands out. */
export function LegMtu({ leg, limits }: { leg: Leg; limits: boolean }) {
  if (leg.kind === "inside") return <span className="block">no limit inside</span>;
  if (leg.kind === "cable" && leg.points.length === 0) return <span className="block">nothing is counted on it</span>;
  if (leg.mtu === null || leg.room === null) return <span className="block">MTU not reported yet</span>;
  if (!limits) return <span className="block">{`MTU ${leg.mtu}, leaves ${leg.room}`}</span>;
  return (
    <span className="flex items-center gap-1 font-medium text-warn-ink" data-limits={leg.id}>
      <Shape shape="degraded" className="size-2.5" />
      {`MTU ${leg.mtu}, leaves ${leg.room}: the least`}
    </span>
  );
}
