import { RackList } from "@/components/rack/rack-list";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded at="/racks" load={({ api, client }) => client.prefetchQuery(api.racks.list.queryOptions())}>
      <RackList />
    </Loaded>
  );
}
