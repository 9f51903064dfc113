import { SwitchList } from "@/components/switch/switch-list";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded
      at="/admin/switches"
      who="operator"
      load={({ api, client }) => client.prefetchQuery(api.switches.list.queryOptions())}
    >
      <SwitchList />
    </Loaded>
  );
}
