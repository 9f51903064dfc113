import { Loaded } from "@/components/trpc/server";
import { VlanList } from "@/components/vlan/vlan-list";

export default function Page() {
  return (
    <Loaded at="/vlans" load={({ api, client }) => client.prefetchQuery(api.vlans.list.queryOptions({}))}>
      <VlanList />
    </Loaded>
  );
}
