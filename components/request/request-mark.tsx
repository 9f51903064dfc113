import type { LinkRequestView } from "@/server/services/request/view";
import type { StateShape } from "../state/shape";
import { Mark } from "../state/state-mark";

const STATES: Record<LinkRequestView["state"], { shape: StateShape; word: string }> = {
  pending: { shape: "pending", word: "awaits a decision" },
  approved: { shape: "configured", word: "approved" },
  rejected: { shape: "failed", word: "rejected" },
  withdrawn: { shape: "released", word: "withdrawn" },
};

/** How a request across datacenters stands. */
export function RequestMark({ state }: { state: LinkRequestView["state"] }) {
  return <Mark shape={STATES[state].shape}>{STATES[state].word}</Mark>;
}
