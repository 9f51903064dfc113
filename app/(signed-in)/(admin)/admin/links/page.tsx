import { LinkList } from "@/components/link/link-list";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded
      at="/admin/links"
      who="operator"
      load={({ api, client }) =>
        Promise.all([
          client.prefetchQuery(api.links.list.queryOptions()),
          client.prefetchQuery(api.links.pseudowires.queryOptions()),
          client.prefetchQuery(api.switches.list.queryOptions()),
        ])
      }
    >
      <LinkList />
    </Loaded>
  );
}
