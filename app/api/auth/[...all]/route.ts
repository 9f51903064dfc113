import { portal } from "@/server/context";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

function handler(request: Request): Promise<Response> {
  return portal().auth.handler(request);
}

export { handler as GET, handler as POST };
