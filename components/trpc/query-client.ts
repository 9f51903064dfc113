import { defaultShouldDehydrateQuery, QueryCache, QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "@/server/root";
import { faultOf } from "./fault";

/** Views stay fresh this long in ms; the event stream says earlier when they are not. */
const FRESH_MS = 20_000;
/** How often a query is asked again when no answer came at all. */
const RETRIES = 2;
/** On the server the API is a call in the same process: asking again changes nothing. */
const IN_BROWSER = typeof window !== "undefined";

/** One for each request on the server, one for the life of a tab in the browser. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: (count, error) => IN_BROWSER && count < RETRIES && !isAnswer(error) },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query),
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}

/** The server spoke: asking again would bring the same answer. */
function isAnswer(error: Error): boolean {
  const fault = faultIn(error);
  return fault !== null && fault.code !== "unreachable" && fault.code !== "internal";
}

function faultIn(error: Error) {
  return isApiError(error) ? faultOf(error) : null;
}

function isApiError(error: Error): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError;
}

/** A session that ended while a page was open: sign in again, then come back here. */
function leaveWhenSignedOut(error: Error): void {
  if (!IN_BROWSER || faultIn(error)?.code !== "signed_out") return;
  const { pathname, search } = window.location;
  if (pathname.startsWith("/sign-in")) return;
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}
