import { LinkPage } from "@/components/link/link-page";
import { Loaded } from "@/components/trpc/server";

export default async function Page({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  return (
    <Loaded
      at={`/admin/links/${code}`}
      who="operator"
      load={({ api, client }) =>
        Promise.all([
          client.fetchQuery(api.links.get.queryOptions({ code })),
          client.prefetchQuery(api.links.list.queryOptions()),
          client.prefetchQuery(api.links.pseudowires.queryOptions()),
          client.prefetchQuery(api.switches.list.queryOptions()),
        ])
      }
    >
      <LinkPage code={code} />
    </Loaded>
  );
}
