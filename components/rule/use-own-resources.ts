"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc/context";

/** Names of the tenant's own resources by id: where copies may go. */
export function useOwnResources(): ReadonlyMap<string, string> {
  const trpc = useTRPC();
  const clouds = useQuery(trpc.clouds.list.queryOptions()).data ?? [];
  const resources = clouds.flatMap(({ systems }) => systems.flatMap((system) => system.resources));
  return new Map(resources.flatMap(({ id, name, availability }) => (availability === "yours" ? [[id, name]] : [])));
}
