"use client";

import { useQuery } from "@tanstack/react-query";
import type { VlanView } from "@/server/services/vlan/view";
import { useTRPC } from "../trpc/context";

/** The extensions that carry a VLAN on, ended ones too; `refetch` and the rest as the query of its rack's gives them. */
export function useVlanExtensions({ id, rack }: Pick<VlanView, "id" | "rack">) {
  const trpc = useTRPC();
  const query = useQuery(trpc.extensions.list.queryOptions({ rackId: rack.id }));
  return { ...query, data: query.data?.filter((extension) => extension.vlan.id === id) };
}
