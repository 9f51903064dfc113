import { agentPortal } from "@/server/agent-portal";
import { answerAgent } from "@/server/services/agent/door";
import { watchDoor } from "@/server/services/agent/doors";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export function POST(request: Request): Promise<Response> {
  return answerAgent(request, agentPortal(), watchDoor);
}
