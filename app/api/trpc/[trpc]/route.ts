import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createRequestContext } from "@/server/context";
import { log } from "@/server/log";
import { appRouter } from "@/server/root";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

function handler(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createRequestContext(request.headers),
    responseMeta: ({ ctx }) => ({ headers: { "x-request-id": ctx?.requestId ?? "unknown" } }),
    onError({ error, path, ctx }) {
      if (error.code !== "INTERNAL_SERVER_ERROR") return;
      log().error({ err: error.cause ?? error, path, requestId: ctx?.requestId }, "a procedure failed");
    },
  });
}

export { handler as GET, handler as POST };
