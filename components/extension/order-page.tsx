"use client";

import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { ChooseResource } from "./choose-resource";
import { ChooseVlan } from "./choose-vlan";
import { OrderRecap } from "./order-recap";
import { type OrderChoice, OrderSteps } from "./order-steps";

/** The order of an extension, one step an address. */
export function OrderPage({ choice }: { choice: OrderChoice }) {
  const { vlan, resource } = choice;
  return (
    <>
      <PageTitle>Extend a VLAN</PageTitle>
      <PageHeader title="Extend a VLAN into the cloud" lead="Nothing happens before the last step." />
      <OrderSteps choice={choice} />
      {vlan === null ? <ChooseVlan choice={choice} /> : null}
      {vlan !== null && resource === null ? <ChooseResource vlanId={vlan} choice={choice} /> : null}
      {vlan !== null && resource !== null ? <OrderRecap vlanId={vlan} resourceId={resource} choice={choice} /> : null}
    </>
  );
}
