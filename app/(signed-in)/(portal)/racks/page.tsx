import type { Metadata } from "next";
import { RackList } from "@/components/rack/rack-list";
import { Loaded } from "@/components/trpc/server";

export const metadata: Metadata = { title: "Racks" };

export default function Page() {
  return (
    <Loaded at="/racks" load={({ api, client }) => client.prefetchQuery(api.racks.list.queryOptions())}>
      <RackList />
    </Loaded>
  );
}
