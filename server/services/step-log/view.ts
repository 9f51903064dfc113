import type { Method, Step } from "../../domain/step-log-block";

/** An order as the seed's two methods see it. */
export interface StepLogView {
  readonly extensionId: string;
  /** When it was read off, ms since 1970. */
  readonly at: number;
  /** None for an order over a direct link: both methods are about switches, and there is none. */
  readonly methods: readonly MethodView[];
}

export interface MethodView {
  readonly method: Method;
  /** Each block once, in the order of the flow chart. */
  readonly steps: readonly Step[];
}
