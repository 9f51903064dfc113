import { OverlapPage } from "@/components/overlap/overlap-page";
import { Loaded } from "@/components/trpc/server";

export default function Page() {
  return (
    <Loaded
      at="/overlap"
      who="member"
      load={({ api, client }) => client.prefetchQuery(api.overlaps.list.queryOptions())}
    >
      <OverlapPage />
    </Loaded>
  );
}
