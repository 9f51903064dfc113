"use client";

import { useQuery } from "@tanstack/react-query";
import type { StepLogView } from "@/server/services/step-log/view";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Panel } from "../ui/panel";
import { MethodGroup } from "./method-group";

/** While something is awaited, the log is asked again so often, in ms. */
const AGAIN_MS = 3_000;

/** What an order came through, block by block, with its decisions. */
export function StepLog({ extensionId }: { extensionId: string }) {
  const trpc = useTRPC();
  const steps = useQuery(
    trpc.extensions.steps.queryOptions(
      { id: extensionId },
      { refetchInterval: ({ state }) => (isWaiting(state.data) ? AGAIN_MS : false) },
    ),
  );
  return (
    <Panel title="Step log" note="what the order came through, read off its rows and the kernels">
      <Answer query={steps} rows={12}>
        {({ methods }) =>
          methods.length === 0 ? (
            <NoSteps />
          ) : (
            <div className="grid xl:grid-cols-2 xl:divide-x xl:divide-line" data-testid="step-log">
              {methods.map((one) => (
                <MethodGroup key={one.method} {...one} />
              ))}
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}

function NoSteps() {
  return <p className="p-3 text-ink-2">None: both methods are about switches, and a direct link has none.</p>;
}

function isWaiting(log: StepLogView | undefined): boolean {
  return log?.methods.some(({ steps }) => steps.some(({ outcome }) => outcome.kind === "pending")) ?? true;
}
