import type { DrilledService, DrillView } from "@/server/services/drill/view";
import { Mark } from "../state/state-mark";
import { Pair } from "../tag/pair";
import { framesText } from "../ui/duration";
import { Time } from "../ui/time";

/** Drills that are over, newest first, each with what every service lost. */
export function DrillHistory({ drills }: { drills: readonly DrillView[] }) {
  if (drills.length === 0) {
    return <p className="border-t border-line p-3 text-table text-ink-3">No drill of this link is over yet.</p>;
  }
  return (
    <ol className="border-t border-line" aria-label="Drills that are over">
      {drills.map((drill) => (
        <li key={drill.id} data-testid="drill-report" className="border-b border-line p-3 text-table last:border-b-0">
          <p className="flex flex-wrap gap-x-3">
            <span className="font-medium">
              Down for {Math.round((drill.endsAt - drill.startedAt) / 1000)} s, {totalText(drill.services ?? [])}
            </span>
            <span className="text-ink-3">
              <Time at={drill.startedAt} /> by {drill.actorName}
            </span>
          </p>
          <ul className="mt-1 flex flex-col gap-1">
            {(drill.services ?? []).map((service) => (
              <Service key={`${service.hostTag}.${service.customerTag}`} service={service} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function Service({ service }: { service: DrilledService }) {
  const { hostTag, customerTag, tenant, rack, vlan, lostFrames } = service;
  return (
    <li className="flex flex-wrap items-center gap-x-3">
      <Mark shape={lostFrames === 0 ? "configured" : "degraded"} className="whitespace-normal">
        {tenant}, rack {rack}, {vlan}: {lostFrames === 0 ? "no frame lost" : `about ${framesText(lostFrames)} lost`}
      </Mark>
      <Pair hostTag={hostTag} customerTag={customerTag} />
    </li>
  );
}

function totalText(services: readonly DrilledService[]): string {
  const lost = services.reduce((sum, { lostFrames }) => sum + lostFrames, 0);
  if (services.length === 0) return "no service crossed it";
  return lost === 0 ? "no frame lost" : `about ${framesText(lost)} lost`;
}
