import { DatacenterList } from "@/components/datacenter/datacenter-list";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded
      at="/admin/datacenters"
      who="operator"
      load={({ api, client }) => client.prefetchQuery(api.datacenters.list.queryOptions())}
    >
      <DatacenterList />
    </Loaded>
  );
}
