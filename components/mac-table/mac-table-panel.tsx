"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MacTableView } from "@/server/services/mac-table/view";
import { OldFigures } from "../profile/old-figures";
import { REFRESH_MS } from "../profile/refresh";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Choice } from "../ui/choice";
import { EmptyState } from "../ui/empty-state";
import { Panel } from "../ui/panel";
import { MacTable } from "./mac-table";
import { isAtMachine, type Shown, shownRows } from "./shown-rows";

/** The addresses that the switches have learned in a VLAN, live: where each is, since when, and whether it moved. */
export function MacTablePanel({ vlanId }: { vlanId: string }) {
  const trpc = useTRPC();
  const [shown, setShown] = useState<Shown>("machines");
  const table = useQuery(trpc.vlans.macs.queryOptions({ vlanId }, { refetchInterval: REFRESH_MS }));
  return (
    <Panel
      title="MAC table"
      note={noteOf(table.data)}
      actions={
        <Choice
          label="Which places"
          value={shown}
          onChange={setShown}
          options={[
            { value: "machines", label: "Where it hangs" },
            { value: "all", label: "On every switch" },
          ]}
        />
      }
    >
      <Answer query={table}>
        {(view) => (
          <>
            {view.rows.length === 0 ? (
              <NoAddress switches={view.switches.length} />
            ) : (
              <MacTable rows={shownRows(view.rows, shown)} />
            )}
            <div className="px-3 pb-2 empty:hidden">
              <OldFigures sources={view.switches} knownAt={table.dataUpdatedAt} />
            </div>
          </>
        )}
      </Answer>
    </Panel>
  );
}

function noteOf(view: MacTableView | undefined): string {
  if (view === undefined) return "";
  const addresses = new Set(view.rows.filter(isAtMachine).map(({ mac }) => mac)).size;
  const [switches, moves] = [view.switches.length, view.rows.filter(({ moved }) => moved !== null).length];
  const seen = `${addresses} ${addresses === 1 ? "address" : "addresses"}, ${switches} ${switches === 1 ? "switch" : "switches"}`;
  return moves === 0 ? seen : `${seen}, ${moves} moved`;
}

function NoAddress({ switches }: { switches: number }) {
  if (switches === 0) {
    return (
      <EmptyState title="No switch holds this VLAN yet." call="extensions.request({ vlanId, resourceId })">
        Extend it to a resource: then the switches on the way learn its addresses.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No address is learned." call="vlans.macs({ vlanId })">
      A switch learns an address from the first frame that comes from it, and forgets it after some minutes of silence.
    </EmptyState>
  );
}
