import { OrderPage } from "@/components/extension/order-page";
import { orderAddress } from "@/components/extension/order-steps";
import { readTerms } from "@/components/profile/order-terms";
import { Loaded } from "@/components/trpc/server";

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const query = await searchParams;
  const choice = {
    vlan: one(query.vlan),
    resource: one(query.resource),
    avoid: each(query.avoid),
    via: each(query.via),
    terms: readTerms(query),
  };
  return (
    <Loaded
      at={orderAddress(choice)}
      who="member"
      load={({ api, client }) =>
        Promise.all([
          client.prefetchQuery(api.vlans.list.queryOptions({})),
          client.prefetchQuery(api.clouds.list.queryOptions()),
        ])
      }
    >
      <OrderPage choice={choice} />
    </Loaded>
  );
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function each(value: string | string[] | undefined): string[] {
  return [...new Set([value ?? []].flat())].filter((code) => code !== "");
}
