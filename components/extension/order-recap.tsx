"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { OrderInput } from "@/server/services/extension/schemas";
import type { RecapView } from "@/server/services/extension/view";
import { PredictedPath } from "../frame-path/predicted-path";
import { ChooseTerms } from "../profile/choose-terms";
import { termsOfOrder } from "../profile/order-terms";
import { Shape } from "../state/shape";
import { Mark } from "../state/state-mark";
import { SwitchChanges } from "../switch/switch-changes";
import { Pair } from "../tag/pair";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { Facts } from "../ui/facts";
import { Panel } from "../ui/panel";
import { ChooseWay } from "./choose-way";
import { type OrderChoice, orderAddress } from "./order-steps";
import { linkCodesOf, wayOfChoice } from "./order-way";

interface OrderRecapProps {
  readonly vlanId: string;
  readonly resourceId: string;
  readonly choice: OrderChoice;
}

/** Step three: everything that the order would do, before it does it. */
export function OrderRecap({ vlanId, resourceId, choice }: OrderRecapProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const order = { vlanId, resourceId, ...wayOfChoice(choice), ...termsOfOrder(choice.terms) };
  const recap = useQuery(trpc.extensions.recap.queryOptions(order, { staleTime: 0 }));
  const places = useQuery(trpc.datacenters.list.queryOptions()).data ?? [];
  const vid = useQuery(trpc.vlans.list.queryOptions({})).data?.find((vlan) => vlan.id === vlanId)?.vid;
  const request = useMutation(
    trpc.extensions.request.mutationOptions({
      onSuccess: (extension) => {
        router.push(`/extensions/${extension.id}`);
        void client.invalidateQueries(trpc.extensions.list.queryFilter());
        void client.invalidateQueries(trpc.clouds.pathFilter());
      },
    }),
  );
  const refused = faultOf(request.error)?.message;
  const shown = recap.data ? linkCodesOf(recap.data.path) : [];
  return (
    <div className="flex flex-col gap-4">
      <ChooseWay choice={choice} shown={shown} ways={recap.data?.ways ?? null} />
      {recap.data?.directLink ? null : (
        <ChooseTerms
          terms={choice.terms}
          vid={vid}
          fault={faultOf(recap.error) ?? faultOf(request.error)}
          onChange={(terms) => router.replace(orderAddress({ ...choice, terms }), { scroll: false })}
        />
      )}
      <Answer query={recap} rows={8}>
        {(plan) => (
          <>
            <div className="grid gap-4 xl:grid-cols-2">
              <Panel title="What you get">
                <Facts rows={planFacts(plan)} />
              </Panel>
              <Panel title="Overlap">
                <Overlap sentences={plan.overlap} />
              </Panel>
            </div>
            <Panel
              title="The way of your frames"
              note={plan.directLink === null ? SWITCHED_NOTE : `direct link ${plan.directLink}: no switch, no counters`}
            >
              <PredictedPath path={plan.path} places={places} />
            </Panel>
            <Panel title="Changes on the switches" note="exactly these, and nothing else">
              {plan.directLink === null ? <SwitchChanges changes={plan.changes} /> : <NoChanges />}
            </Panel>
            {refused ? <Banner look="fault">{refused}</Banner> : null}
            <div className="flex flex-wrap items-center justify-between gap-4">
              <Disclosure summary="By API">
                <code className="number text-table break-all">{callText(order)}</code>
              </Disclosure>
              <Button look="primary" pending={request.isPending} onClick={() => request.mutate(order)}>
                {plan.approval.needed ? "Request, for approval" : "Order the extension"}
              </Button>
            </div>
          </>
        )}
      </Answer>
    </div>
  );
}

const SWITCHED_NOTE = "predicted from the map; dashed until the kernels have seen a frame";

function NoChanges() {
  return (
    <p className="p-3 text-ink-2">
      None: a direct link is a cable without a switch. Nothing is configured, and nothing can be read back.
    </p>
  );
}

/** The same order as a call, with what was chosen besides. */
function callText({ vlanId, resourceId, way, endVlan, profile }: OrderInput) {
  const asks = [
    way === undefined ? "" : `, way: ${JSON.stringify({ via: way.via, avoid: way.avoid })}`,
    endVlan === undefined ? "" : `, endVlan: ${JSON.stringify(endVlan)}`,
    profile === undefined ? "" : `, profile: ${JSON.stringify(profile)}`,
  ];
  return `extensions.request({ vlanId: "${vlanId}", resourceId: "${resourceId}"${asks.join("")} })`;
}

function planFacts(plan: RecapView) {
  const { pair, approval } = plan;
  return [
    [
      "Pair",
      <span key="pair" className="inline-flex flex-wrap items-center gap-2">
        <Pair hostTag={pair.hostTag} customerTag={pair.customerTag} />
        <span className="text-ink-2">
          series {pair.series}: Q-{pair.series}
          {pair.hostTag}, Q-{pair.series}
          {pair.customerTag}
        </span>
      </span>,
    ],
    ["Payload", `${plan.mtu} octets on the whole way`],
    [
      "Approval",
      approval.needed ? (
        <span key="approval">
          <Mark shape="pending">{approval.who} must approve</Mark>
          <span className="block text-ink-2">{approval.why}</span>
        </span>
      ) : (
        "not needed: it is set up at once"
      ),
    ],
  ] as const;
}

function Overlap({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) {
    return <p className="p-3 text-ink-2">Nobody else uses these numbers. It would make no difference if they did.</p>;
  }
  return (
    <ul className="flex flex-col gap-2 p-3">
      {sentences.map((sentence) => (
        <li key={sentence} className="flex gap-2 text-ink-2">
          <Shape shape="configured" className="mt-1" /> {sentence}
        </li>
      ))}
    </ul>
  );
}
