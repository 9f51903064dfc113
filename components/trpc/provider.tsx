"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/server/root";
import { TRPCProvider } from "./context";
import { makeQueryClient } from "./query-client";

const URL_OF_API = "/api/trpc";

let inBrowser: QueryClient | null = null;

function queryClient(): QueryClient {
  if (typeof window === "undefined") return makeQueryClient();
  inBrowser ??= makeQueryClient();
  return inBrowser;
}

/** Wires the application to the API: calls in batches, subscriptions as server-sent events. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const client = queryClient();
  const [api] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url: URL_OF_API, transformer: superjson }),
          false: httpBatchLink({ url: URL_OF_API, transformer: superjson }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={client}>
      <TRPCProvider trpcClient={api} queryClient={client}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
