import type { Block400, Block500, Step } from "./step-log-block";
import type { OrderFacts } from "./step-log-facts";
import { method400 } from "./step-log-method-400";
import { method500 } from "./step-log-method-500";
import { settled } from "./step-log-settle";

/** An order as the seed's two methods see it, each block once, in the order of the flow charts. */
export interface StepLog {
  readonly high: readonly Step<Block400>[];
  readonly refined: readonly Step<Block500>[];
}

/**
 * What an order came through, block by block. Pure: it is no second truth, but what the facts already say, said in the
 * words of the seed's methods.
 */
export function stepLog(facts: OrderFacts): StepLog {
  return { high: settled(method400(facts)), refined: settled(method500(facts)) };
}
