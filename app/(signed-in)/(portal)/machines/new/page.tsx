import { NewMachine } from "@/components/machine/new-machine";
import { Loaded } from "@/components/trpc/server";

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const { vlan, cloud } = await searchParams;
  return (
    <Loaded
      at="/machines/new"
      who="member"
      load={({ api, client }) =>
        Promise.all([
          client.prefetchQuery(api.vlans.list.queryOptions({})),
          client.prefetchQuery(api.clouds.list.queryOptions()),
        ])
      }
    >
      <NewMachine vlan={one(vlan)} cloud={one(cloud)} />
    </Loaded>
  );
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
