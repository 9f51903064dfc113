"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import type { ExtensionView } from "@/server/services/extension/view";
import { FramePathPicture } from "../frame-path/frame-path";
import { PredictedPath } from "../frame-path/predicted-path";
import type { HeldLive } from "../frame-path/reading";
import { MtuProof } from "../probe/mtu-proof";
import { EXTENSION_STATES } from "../state/state-mark";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Panel } from "../ui/panel";

const CARRIED: readonly ExtensionView["state"][] = ["allocated", "configured", "live"];

/** The frame path of an extension, wired to the API: predicted at once, observed as the kernels report. */
export function LivePath({ extension }: { extension: ExtensionView }) {
  return extension.resource.directLink === null ? (
    <SwitchedPath extension={extension} />
  ) : (
    <DirectPath extension={extension} />
  );
}

/** Over a direct link nothing can be observed: the prediction is all that there is. */
function DirectPath({ extension }: { extension: ExtensionView }) {
  const trpc = useTRPC();
  const paths = useQuery(trpc.paths.get.queryOptions({ extensionId: extension.id }));
  const places = useQuery(trpc.datacenters.list.queryOptions()).data ?? [];
  const note = `direct link ${extension.resource.directLink}: no switch, no counters, nothing of ours to read back`;
  return (
    <Panel title="The way of your frames" note={note}>
      <Answer query={paths} rows={4}>
        {(known) => <PredictedPath path={known.toResource} places={places} />}
      </Answer>
    </Panel>
  );
}

function SwitchedPath({ extension }: { extension: ExtensionView }) {
  const trpc = useTRPC();
  const extensionId = extension.id;
  const [openedAt] = useState(() => Date.now());
  const [live, setLive] = useState<HeldLive | null>(null);
  const paths = useQuery(trpc.paths.get.queryOptions({ extensionId }));
  const places = useQuery(trpc.datacenters.list.queryOptions()).data ?? [];
  const send = useMutation(trpc.paths.send.mutationOptions());
  useSubscription(
    trpc.paths.live.subscriptionOptions(
      { extensionId },
      { onData: (view) => setLive({ view, receivedAt: Date.now() }) },
    ),
  );
  return (
    <Answer query={paths} rows={8}>
      {(known) => (
        <FramePathPicture
          paths={known}
          live={live}
          places={places}
          openedAt={openedAt}
          proof={<MtuProof extensionId={extensionId} />}
          send={{
            pending: send.isPending,
            unable: unableText(extension),
            error: faultOf(send.error)?.message ?? null,
            run: (payload) => send.mutate({ extensionId, payload }),
          }}
        />
      )}
    </Answer>
  );
}

function unableText({ state }: ExtensionView): string | null {
  if (CARRIED.includes(state)) return null;
  return `It is ${EXTENSION_STATES[state].word}: no switch carries its frames.`;
}
