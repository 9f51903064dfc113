import { release } from "node:os";
import type { NodeHealth } from "@/agent/protocol";
import { nodeStateOf, strainsOf } from "../../domain/node-state";
import { env } from "../../env";
import type { ServiceContext } from "../context";
import { operatorOf } from "../scope";
import { switchViews } from "../switch/rows";
import { measurePortal } from "./measure-portal";
import type { NodeFigures, NodeView } from "./view";

/** The computers that the portal and each agent run on, the portal's first; for operators. */
export async function listNodes({ ctx }: { ctx: ServiceContext }): Promise<NodeView[]> {
  operatorOf(ctx);
  const [portal, agents] = await Promise.all([portalNode(ctx), agentNodes(ctx)]);
  return [portal, ...agents];
}

async function portalNode(ctx: ServiceContext): Promise<NodeView> {
  const now = ctx.now();
  const { stateDir } = env();
  // A portal without a state folder of its own, as in a test, tells of where it stands.
  const health = await measurePortal({ now, diskPath: stateDir }).catch(() => measurePortal({ now, diskPath: "/" }));
  const place = { id: "portal", kind: "portal", switchCode: null, datacenterCode: null } as const;
  return { ...place, kernel: `this kernel ${release()}`, ...standing({ ageMs: 0, health }) };
}

async function agentNodes(ctx: ServiceContext): Promise<NodeView[]> {
  const switches = await switchViews(ctx, undefined);
  const now = ctx.now();
  return switches.map(({ id, code, datacenter, agent }) => {
    const last = ctx.live.lastHealth(id);
    const heard = last === null ? null : { ageMs: Math.max(0, now - last.at), health: last.health };
    const place = { id: code, kind: "agent", switchCode: code, datacenterCode: datacenter.code } as const;
    return { ...place, kernel: agent.kernel, ...standing(heard) };
  });
}

function standing(heard: { ageMs: number; health: NodeHealth } | null) {
  return {
    state: nodeStateOf(heard),
    strains: heard === null ? [] : strainsOf(heard.health),
    ageMs: heard?.ageMs ?? null,
    figures: heard === null ? null : figuresOf(heard.health),
  };
}

function figuresOf({ upSeconds, cpu, memory, disk, nics, resident }: NodeHealth): NodeFigures {
  return { upSeconds, ...cpu, memory, disk, nics, resident };
}
