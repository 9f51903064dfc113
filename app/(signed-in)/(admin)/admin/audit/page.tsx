import { AuditPage } from "@/components/audit/audit-page";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded
      at="/admin/audit"
      who="operator"
      load={({ api, client }) => client.prefetchQuery(api.audit.list.queryOptions({}))}
    >
      <AuditPage />
    </Loaded>
  );
}
