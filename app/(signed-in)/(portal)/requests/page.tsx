import { OwnRequests } from "@/components/request/own-requests";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded
      at="/requests"
      who="member"
      load={({ api, client }) => client.prefetchQuery(api.requests.list.queryOptions({}))}
    >
      <OwnRequests />
    </Loaded>
  );
}
