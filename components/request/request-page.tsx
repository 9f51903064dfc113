"use client";

import { useQuery } from "@tanstack/react-query";
import { linkWords } from "@/server/domain/map-words";
import type { LinkRequestView } from "@/server/services/request/view";
import { extensionName, farText } from "../extension/extension-name";
import { PredictedPath } from "../frame-path/predicted-path";
import { ExtensionMark } from "../state/state-mark";
import { SwitchChanges } from "../switch/switch-changes";
import { ClientVlan } from "../tag/client-vlan";
import { Pair } from "../tag/pair";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Banner } from "../ui/banner";
import { Facts } from "../ui/facts";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { Panel } from "../ui/panel";
import { TextLink } from "../ui/text-link";
import { Time } from "../ui/time";
import { Decide } from "./decide";
import { RequestMark } from "./request-mark";

/** One request for the operator: who asks, which way, what changes, and the decision. */
export function RequestPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const request = useQuery(trpc.requests.get.queryOptions({ id }));
  const places = useQuery(trpc.datacenters.list.queryOptions()).data ?? [];
  const extensionId = request.data?.extension.id ?? "";
  const paths = useQuery(trpc.paths.get.queryOptions({ extensionId }, { enabled: extensionId !== "" }));
  return (
    <Answer query={request}>
      {(own) => (
        <>
          <PageTitle>{`${own.state} · ${extensionName(own.extension)}`}</PageTitle>
          <PageHeader
            title={
              <>
                {extensionName(own.extension)}
                <span className="text-sm font-medium" data-testid="request-state">
                  <RequestMark state={own.state} />
                </span>
              </>
            }
            lead={`${own.extension.tenant.name} asks to cross from ${own.way.from} to ${own.way.to} over ${linkWords(own.way.linkCodes)}.`}
            actions={own.state === "pending" ? <Decide request={own} /> : null}
          />
          <div className="flex flex-col gap-4">
            {own.state === "rejected" && own.reason ? <Banner look="warn">Rejected: {own.reason}</Banner> : null}
            <Panel title="Request">
              <Facts rows={factsOf(own)} />
            </Panel>
            {own.state === "pending" ? (
              <Panel title="What approval changes" note="on each switch, and nothing else">
                <SwitchChanges changes={own.changes} />
              </Panel>
            ) : null}
            {paths.data ? (
              <Panel title="The way of the frames" note="predicted from the map">
                <PredictedPath path={paths.data.toResource} places={places} />
              </Panel>
            ) : null}
          </div>
        </>
      )}
    </Answer>
  );
}

function factsOf(request: LinkRequestView) {
  const { extension, decidedAt } = request;
  return [
    ["Requested by", `${request.requestedBy}, ${extension.tenant.name}`],
    ["Requested", <Time key="at" at={request.createdAt} />],
    ["VLAN", <ClientVlan key="vlan" vid={extension.vlan.vid} />],
    ["Pair", <Pair key="pair" {...extension.pair} />],
    ["Rack", `${extension.rack.name}, ${extension.rack.datacenterCode}`],
    ["Far end", `${farText(extension.resource)}, ${extension.resource.kind}, ${extension.resource.datacenterCode}`],
    [
      "Extension",
      <span key="extension" className="inline-flex flex-wrap gap-3">
        <TextLink href={`/extensions/${extension.id}`}>{extension.id}</TextLink>
        <ExtensionMark state={extension.state} />
      </span>,
    ],
    [
      "Decision",
      decidedAt === null ? (
        "none yet"
      ) : (
        <span key="decision">
          {request.state} by {request.decidedBy} <Time at={decidedAt} />
        </span>
      ),
    ],
  ] as const;
}
