import { MachineList } from "@/components/machine/machine-list";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded
      at="/machines"
      load={({ api, client }) =>
        Promise.all([
          client.prefetchQuery(api.machines.list.queryOptions()),
          client.prefetchQuery(api.clouds.list.queryOptions()),
        ])
      }
    >
      <MachineList />
    </Loaded>
  );
}
