import { SwitchPage } from "@/components/switch/switch-page";
import { Loaded } from "@/components/trpc/server";

export default async function Page({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  return (
    <Loaded
      at={`/admin/switches/${code}`}
      who="operator"
      load={({ api, client }) => client.fetchQuery(api.switches.tagMap.queryOptions({ code }))}
    >
      <SwitchPage code={code} />
    </Loaded>
  );
}
