import { MachinePage } from "@/components/machine/machine-page";
import { Loaded } from "@/components/trpc/server";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Loaded
      at={`/machines/${id}`}
      load={({ api, client }) =>
        Promise.all([
          client.fetchQuery(api.machines.get.queryOptions({ id })),
          client.prefetchQuery(api.clouds.list.queryOptions()),
        ])
      }
    >
      <MachinePage id={id} />
    </Loaded>
  );
}
