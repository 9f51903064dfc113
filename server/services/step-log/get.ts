import { stepLog } from "../../domain/step-log";
import type { ServiceContext } from "../context";
import { getExtension } from "../extension/get";
import type { ExtensionIdInput } from "../extension/schemas";
import { loadOrderFacts } from "./order-facts";
import type { StepLogView } from "./view";

/**
 * Methods 400 and 500 of the seed as the log of an order, read off its rows and the agents' last reports; another
 * tenant's is "not found".
 */
export async function getStepLog({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: ExtensionIdInput;
}): Promise<StepLogView> {
  const { resource } = await getExtension({ ctx, input });
  if (resource.directLink !== null) return { extensionId: input.id, at: ctx.now(), methods: [] };
  const facts = await loadOrderFacts(ctx, input);
  const { high, refined } = stepLog(facts);
  return {
    extensionId: input.id,
    at: ctx.now(),
    methods: [
      { method: 400, steps: high },
      { method: 500, steps: refined },
    ],
  };
}
