import type { Block, Outcome } from "./step-log-block";
import type { OrderFacts } from "./step-log-facts";
import { pending } from "./step-log-outcome";

/** Whether the method goes on: as long as the tenant wants the extension (seed decisions 424, 540). */
export function goesOn<B extends Block>({ life, resource }: OrderFacts, next: B): Outcome<B> {
  const { ending, proved, state } = life;
  if (ending !== null) {
    return { kind: "decided", answer: "no", at: ending.at, reason: endReason(state, ending.by), leadsTo: "end" };
  }
  if (proved === null) return pending("the first frame delivered");
  const reason = `The extension to ${resource.name} is in service, and nobody has released it.`;
  return { kind: "decided", answer: "yes", at: proved.at, reason, leadsTo: next };
}

function endReason(state: OrderFacts["life"]["state"], by: string): string {
  if (state === "rejected") return `The order was rejected by ${by}.`;
  if (state === "failed") return "The order was taken back: a kernel did not accept it.";
  return state === "releasing" ? `${by} asked for its release.` : `It was released by ${by}.`;
}
