"use client";

import type { LinkView } from "@/server/services/link/view";
import { Answer } from "../trpc/answer";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { FiguresAge } from "./figures-age";
import { LayLink } from "./lay-link";
import { LinkTable } from "./link-table";
import { PseudowirePanels } from "./pseudowire-panels";
import { useFabric } from "./use-fabric";

/** Links between datacenters, and under them the pseudowires with their paths in order of rank. */
export function LinkList() {
  const { links, pseudowires, agents } = useFabric();
  const rows = links.data ?? [];
  return (
    <>
      <PageTitle>{titleOf(rows)}</PageTitle>
      <PageHeader
        title={
          <>
            Links
            <FiguresAge at={Math.min(links.dataUpdatedAt, pseudowires.dataUpdatedAt)} />
          </>
        }
        lead="Paths between datacenters are chosen by cost, then latency; each switch sends by the best one whose heartbeats it hears."
        actions={<LayLink links={rows} />}
      />
      <div className="flex flex-col gap-4">
        <div className="panel">
          <Answer query={links} rows={5}>
            {(known) =>
              known.length === 0 ? (
                <EmptyState title="No link is laid." call='links.lay({ medium: "line", code, a, b, mtu })'>
                  A link joins link ports of two switches in two datacenters. Without one, no frame leaves its own.
                </EmptyState>
              ) : (
                <LinkTable links={known} agents={agents} />
              )
            }
          </Answer>
        </div>
        <Answer query={pseudowires} rows={6}>
          {(known) => <PseudowirePanels pseudowires={known} links={rows} agents={agents} />}
        </Answer>
      </div>
    </>
  );
}

function titleOf(links: readonly LinkView[]): string {
  const count = (health: LinkView["health"]) => links.filter((link) => link.health === health).length;
  if (count("down") > 0) return `${count("down")} of ${links.length} links down`;
  return count("up") === links.length ? "Links up" : `${count("up")} of ${links.length} links up`;
}
