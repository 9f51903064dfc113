import { Inbox } from "@/components/request/inbox";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded
      at="/admin/requests"
      who="operator"
      load={({ api, client }) => client.prefetchQuery(api.requests.list.queryOptions({ state: "pending" }))}
    >
      <Inbox />
    </Loaded>
  );
}
