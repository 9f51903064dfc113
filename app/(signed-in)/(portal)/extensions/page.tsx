import { ExtensionList } from "@/components/extension/extension-list";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded at="/extensions" load={({ api, client }) => client.prefetchQuery(api.extensions.list.queryOptions({}))}>
      <ExtensionList />
    </Loaded>
  );
}
