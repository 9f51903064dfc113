import { ExtensionPage } from "@/components/extension/extension-page";
import { Loaded } from "@/components/trpc/server";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Loaded
      at={`/extensions/${id}`}
      load={({ api, client }) =>
        Promise.all([
          client.fetchQuery(api.extensions.get.queryOptions({ id })),
          client.prefetchQuery(api.extensions.transitions.queryOptions({ id })),
          client.prefetchQuery(api.paths.get.queryOptions({ extensionId: id })),
          client.prefetchQuery(api.datacenters.list.queryOptions()),
        ])
      }
    >
      <ExtensionPage id={id} />
    </Loaded>
  );
}
