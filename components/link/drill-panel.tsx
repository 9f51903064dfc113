"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { LinkView, PseudowireView } from "@/server/services/link/view";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Panel } from "../ui/panel";
import { DrillHistory } from "./drill-history";
import { DrillRunning } from "./drill-running";
import { StartDrill } from "./start-drill";
import { REFRESH_MS } from "./use-fabric";

interface DrillPanelProps {
  readonly link: LinkView;
  readonly links: readonly LinkView[];
  readonly pseudowires: readonly PseudowireView[];
}

/** Takes the link down on purpose for some seconds, shows it as it goes, and what each drill cost each service. */
export function DrillPanel({ link, links, pseudowires }: DrillPanelProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const drills = useQuery(trpc.links.drills.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  const start = useMutation(
    trpc.links.drill.mutationOptions({ onSuccess: () => client.invalidateQueries(trpc.links.pathFilter()) }),
  );
  return (
    <Panel title="Drill" note="the link is taken down on purpose, and what that costs is counted">
      <Answer query={drills}>
        {(all) => {
          const running = all.find(({ stage }) => stage !== "done");
          const own = all.filter(({ linkCode, stage }) => linkCode === link.code && stage === "done");
          return (
            <div className="flex flex-col">
              <div className="p-3">
                {running === undefined ? (
                  <StartDrill
                    link={link}
                    links={links}
                    pseudowires={pseudowires}
                    pending={start.isPending}
                    fault={faultOf(start.error)}
                    onReset={() => start.reset()}
                    onStart={async (seconds) => {
                      await start.mutateAsync({ code: link.code, seconds });
                    }}
                  />
                ) : (
                  <DrillRunning drill={running} code={link.code} />
                )}
              </div>
              <DrillHistory drills={own} />
            </div>
          );
        }}
      </Answer>
    </Panel>
  );
}
