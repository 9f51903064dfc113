"use client";

import { useQuery } from "@tanstack/react-query";
import type { LimitsView } from "@/server/services/extension/limits-view";
import type { ExtensionView } from "@/server/services/extension/view";
import { Mark } from "../state/state-mark";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Copy } from "../ui/copy";
import { type Column, DataTable } from "../ui/data-table";
import { Panel } from "../ui/panel";
import { Alarms } from "./alarms";
import { ChangeProfile } from "./change-profile";
import { Drops } from "./drops";
import { type LimitRow, limitRows } from "./limit-rows";
import { OldFigures } from "./old-figures";
import { REFRESH_MS } from "./refresh";

const CHANGEABLE: readonly ExtensionView["state"][] = ["awaiting_approval", "allocated", "configured", "live"];

/** What holds for an extension's frames, what each limit dropped so far, and the way to change it. */
export function ProfilePanel({ extension, member }: { extension: ExtensionView; member: boolean }) {
  const trpc = useTRPC();
  const { id, state, profile, resource } = extension;
  const limits = useQuery(trpc.extensions.limits.queryOptions({ id }, { refetchInterval: REFRESH_MS }));
  const changeable = member && CHANGEABLE.includes(state);
  return (
    <Panel
      title="Service profile"
      note={<ProfileNote state={state} />}
      actions={changeable ? <ChangeProfile extension={extension} /> : null}
    >
      <Answer query={limits} rows={5}>
        {(view) => (
          <>
            <div className="flex flex-col gap-2 px-3 pt-2 empty:hidden">
              {view.places.map(({ end, switchCode, alarms }) => (
                <Alarms key={end} switchCode={switchCode} alarms={alarms} />
              ))}
            </div>
            <DataTable
              caption="Limits of the service profile"
              rows={limitRows(profile, view, resource.name)}
              columns={columnsFor(view, extension)}
              rowKey={(row) => row.what}
            />
            <div className="px-3 pb-2 empty:hidden">
              <OldFigures sources={sourcesOf(view)} knownAt={limits.dataUpdatedAt} />
            </div>
          </>
        )}
      </Answer>
    </Panel>
  );
}

function ProfileNote({ state }: Pick<ExtensionView, "state">) {
  if (state === "allocated") return <Mark shape="pending">being set in the kernels; frames go on meanwhile</Mark>;
  if (state === "configured" || state === "live") return <Mark shape="configured">read back from the kernels</Mark>;
  if (state === "awaiting_approval") return <Mark shape="pending">as ordered; no kernel holds it yet</Mark>;
  return <Mark shape="released">as it was ordered; no kernel holds it now</Mark>;
}

function columnsFor({ places }: LimitsView, { rack, resource }: ExtensionView): readonly Column<LimitRow>[] {
  const where = (end: "resource" | "rack", name: string) => {
    const place = places.find((one) => one.end === end);
    return place === undefined ? `Dropped at ${name}` : `Dropped at ${name} (${place.switchCode} port ${place.port})`;
  };
  return [
    { key: "name", title: "Limit", heads: true, cell: (row) => row.name },
    { key: "holds", title: "Holds", cell: (row) => <Holds row={row} /> },
    {
      ...{ key: "resource", title: where("resource", resource.name), align: "right" as const },
      cell: (row) => <Drops cell={row.atResource} />,
    },
    {
      ...{ key: "rack", title: where("rack", rack.name), align: "right" as const },
      cell: (row) => <Drops cell={row.atRack} />,
    },
  ];
}

function Holds({ row: { holds, macs } }: { row: LimitRow }) {
  return (
    <span className="flex min-w-0 flex-wrap gap-x-2 max-md:justify-end">
      {holds}
      {macs.map((mac) => (
        <Copy key={mac} value={mac} />
      ))}
    </span>
  );
}

/** A switch that has both ends speaks once. */
function sourcesOf({ places }: LimitsView) {
  return [...new Map(places.map(({ switchCode: code, ageMs }) => [code, { code, ageMs }])).values()];
}
