"use client";

import type { ReactNode } from "react";
import type { ExtensionView } from "@/server/services/extension/view";
import { Answer } from "../trpc/answer";
import { type ApiError, faultOf } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Panel } from "../ui/panel";
import { LastRound } from "./last-round";
import { Loopback } from "./loopback";
import { MtuResult, PingResult, TraceResult } from "./probe-results";
import { useProbes } from "./use-probes";

/** Marked frames that travel as the tenant's own do: each minute, and at once when somebody asks. */
export function ProbesPanel({ extension }: { extension: ExtensionView }) {
  const extensionId = extension.id;
  const probes = useProbes(extensionId);
  const [rack, resource] = [extension.rack.name, extension.resource.name];
  return (
    <Panel title="Probes" note="marked frames that enter where the tenant's own do, each minute">
      <Answer query={probes.rounds}>
        {(view) => (
          <div className="grid xl:grid-cols-2">
            <LastRound view={view} knownAt={probes.rounds.dataUpdatedAt} />
            <div className="flex min-w-0 flex-col gap-4 border-line p-3 max-xl:border-t xl:border-l">
              <div className="flex flex-wrap gap-2">
                <Ask call={probes.ping} isProbed={view.isProbed} run={() => probes.ping.mutate({ extensionId })}>
                  Ping now
                </Ask>
                <Ask call={probes.trace} isProbed={view.isProbed} run={() => probes.trace.mutate({ extensionId })}>
                  Trace
                </Ask>
                <Ask call={probes.mtu} isProbed={view.isProbed} run={() => probes.mtu.mutate({ extensionId })}>
                  Test MTU
                </Ask>
              </div>
              <div role="status" className="flex flex-col gap-3 empty:hidden">
                <Refusal error={probes.ping.error ?? probes.trace.error ?? probes.mtu.error} />
                {probes.ping.data ? <PingResult ping={probes.ping.data} rack={rack} resource={resource} /> : null}
                {probes.trace.data ? <TraceResult trace={probes.trace.data} /> : null}
                {view.mtu ? <MtuResult mtu={view.mtu} /> : null}
              </div>
              <Loopback
                view={view}
                knownAt={probes.rounds.dataUpdatedAt}
                rack={rack}
                resource={resource}
                pending={probes.loopback.isPending || probes.endLoopback.isPending}
                fault={faultOf(probes.loopback.error ?? probes.endLoopback.error)}
                onStart={(end, seconds) => probes.loopback.mutate({ extensionId, end, seconds })}
                onEnd={() => probes.endLoopback.mutate({ extensionId })}
              />
            </div>
          </div>
        )}
      </Answer>
    </Panel>
  );
}

interface AskProps {
  readonly call: { readonly isPending: boolean };
  readonly isProbed: boolean;
  readonly run: () => void;
  readonly children: ReactNode;
}

function Ask({ call, isProbed, run, children }: AskProps) {
  return (
    <Button pending={call.isPending} disabled={!isProbed} onClick={run}>
      {children}
    </Button>
  );
}

function Refusal({ error }: { error: ApiError | null }) {
  const fault = faultOf(error);
  return fault === null ? null : <Banner look="fault">{fault.message}</Banner>;
}
