import "server-only";
import { dehydrate, HydrationBoundary, type QueryClient } from "@tanstack/react-query";
import { TRPCError } from "@trpc/server";
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache, type ReactNode } from "react";
import { createRequestContext } from "@/server/context";
import { type AppRouter, appRouter, createCaller } from "@/server/root";
import { makeQueryClient } from "./query-client";

const requestContext = cache(async () => createRequestContext(await headers()));

/** The signed-in person; null without a session. Asked through the API, as everything is. */
export const readMe = cache(async () => {
  try {
    return await createCaller(await requestContext()).me.get();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return null;
    throw error;
  }
});

/** What a page loads on the server: `client.prefetchQuery(api.racks.list.queryOptions())`. */
export interface Loading {
  readonly api: TRPCOptionsProxy<AppRouter>;
  readonly client: QueryClient;
}

interface LoadedProps {
  /** The page's own address, to come back to after signing in. */
  readonly at: string;
  /** Who has such a page at all; for others there is none. */
  readonly who?: "member" | "operator";
  /** What the first paint shows. `fetchQuery` of what is absent or foreign makes it "not found"; `prefetchQuery` forgives. */
  readonly load?: (loading: Loading) => Promise<unknown>;
  readonly children: ReactNode;
}

/** The server part of a page: without a session to the sign-in page, else the page with its data in the first paint. */
export async function Loaded({ at, who, load, children }: LoadedProps) {
  const me = await readMe();
  if (me === null) redirect(`/sign-in?next=${encodeURIComponent(at)}`);
  if (who === "operator" && !me.operator) notFound();
  if (who === "member" && me.tenant === null) notFound();
  const client = makeQueryClient();
  const api = createTRPCOptionsProxy<AppRouter>({
    ctx: await requestContext(),
    router: appRouter,
    queryClient: client,
  });
  client.setQueryData(api.me.get.queryKey(), me);
  try {
    await load?.({ api, client });
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "FORBIDDEN")) notFound();
    throw error;
  }
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

/** Gives the frame around all pages the person's name in the first paint. No check: that is the pages' and procedures' part. */
export async function WithMe({ children }: { children: ReactNode }) {
  const me = await readMe();
  const client = makeQueryClient();
  const api = createTRPCOptionsProxy<AppRouter>({
    ctx: await requestContext(),
    router: appRouter,
    queryClient: client,
  });
  if (me !== null) client.setQueryData(api.me.get.queryKey(), me);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
