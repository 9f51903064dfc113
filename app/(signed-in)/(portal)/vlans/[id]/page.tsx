import { Loaded } from "@/components/trpc/server";
import { VlanPage } from "@/components/vlan/vlan-page";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Loaded
      at={`/vlans/${id}`}
      load={({ api, client }) =>
        Promise.all([
          client.fetchQuery(api.vlans.get.queryOptions({ id })),
          client.prefetchQuery(api.rules.list.queryOptions({ vlanId: id })),
          client.prefetchQuery(api.vlans.macs.queryOptions({ vlanId: id })),
          client.prefetchQuery(api.clouds.list.queryOptions()),
        ])
      }
    >
      <VlanPage id={id} />
    </Loaded>
  );
}
