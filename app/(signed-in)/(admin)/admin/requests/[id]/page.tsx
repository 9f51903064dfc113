import { RequestPage } from "@/components/request/request-page";
import { Loaded } from "@/components/trpc/server";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Loaded
      at={`/admin/requests/${id}`}
      who="operator"
      load={({ api, client }) => client.fetchQuery(api.requests.get.queryOptions({ id }))}
    >
      <RequestPage id={id} />
    </Loaded>
  );
}
