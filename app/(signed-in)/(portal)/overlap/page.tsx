import type { Metadata } from "next";
import { OverlapPage } from "@/components/overlap/overlap-page";
import { Loaded } from "@/components/trpc/server";

export const metadata: Metadata = { title: "Overlap is safe" };

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
