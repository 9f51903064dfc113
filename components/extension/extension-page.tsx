"use client";

import { useQuery } from "@tanstack/react-query";
import { ProbesPanel } from "../probe/probes-panel";
import { ProfilePanel } from "../profile/profile-panel";
import { EXTENSION_STATES, ExtensionMark, isMoving } from "../state/state-mark";
import { StepLog } from "../step-log/step-log";
import { Pair } from "../tag/pair";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Banner } from "../ui/banner";
import { Facts } from "../ui/facts";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { Panel } from "../ui/panel";
import { extensionFacts } from "./extension-facts";
import { extensionName } from "./extension-name";
import { LivePath } from "./live-path";
import { ReleaseExtension } from "./release-extension";
import { Timeline } from "./timeline";
import { whereText } from "./where";

/** Of an extension over a cable without a switch: the words of its state speak of switches. */
const DIRECT = "Its frames go by a cable of their own: no switch, no tags of ours, no limits, no probes.";

/** One extension: its state, the way of its frames as they go, and how it came to be so. */
export function ExtensionPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const extension = useQuery(trpc.extensions.get.queryOptions({ id }));
  const transitions = useQuery(trpc.extensions.transitions.queryOptions({ id }));
  const me = useQuery(trpc.me.get.queryOptions()).data;
  return (
    <Answer query={extension}>
      {(own) => {
        const words = EXTENSION_STATES[own.state];
        return (
          <>
            <PageTitle>{`${isMoving(own.state) ? "… " : ""}${words.word} · ${extensionName(own)}`}</PageTitle>
            <PageHeader
              title={
                <>
                  {extensionName(own)}
                  <span data-testid="extension-state" className="text-sm font-medium">
                    <ExtensionMark state={own.state} />
                  </span>
                  <Pair {...own.pair} />
                </>
              }
              lead={own.resource.directLink === null ? `${words.meaning} It runs ${whereText(own)}.` : DIRECT}
              actions={me !== undefined && !me.operator ? <ReleaseExtension extension={own} /> : null}
            />
            <div className="flex flex-col gap-4">
              {own.reason ? <Banner look={own.state === "live" ? "note" : "warn"}>{own.reason}</Banner> : null}
              <LivePath extension={own} />
              {own.resource.directLink === null ? <ProbesPanel extension={own} /> : null}
              {own.resource.directLink === null ? (
                <ProfilePanel extension={own} member={me !== undefined && !me.operator} />
              ) : null}
              <div className="grid gap-4 xl:grid-cols-2">
                <Panel title="Service">
                  <Facts rows={extensionFacts(own)} />
                </Panel>
                <Panel title="Timeline" note="every change of state, by whom and why">
                  <Answer query={transitions}>{(rows) => <Timeline transitions={rows} />}</Answer>
                </Panel>
              </div>
              <StepLog extensionId={own.id} />
            </div>
          </>
        );
      }}
    </Answer>
  );
}
