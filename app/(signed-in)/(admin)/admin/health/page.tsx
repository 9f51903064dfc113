import { HealthPage } from "@/components/health/health-page";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded
      at="/admin/health"
      who="operator"
      load={({ api, client }) => client.prefetchQuery(api.health.nodes.queryOptions())}
    >
      <HealthPage />
    </Loaded>
  );
}
