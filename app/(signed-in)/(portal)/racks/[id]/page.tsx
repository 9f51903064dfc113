import { RackPage } from "@/components/rack/rack-page";
import { Loaded } from "@/components/trpc/server";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Loaded
      at={`/racks/${id}`}
      load={({ api, client }) =>
        Promise.all([
          client.fetchQuery(api.racks.get.queryOptions({ id })),
          client.prefetchQuery(api.vlans.list.queryOptions({ rackId: id })),
          client.prefetchQuery(api.extensions.list.queryOptions({ rackId: id })),
        ])
      }
    >
      <RackPage id={id} />
    </Loaded>
  );
}
