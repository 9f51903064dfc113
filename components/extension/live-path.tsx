"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import type { ExtensionView } from "@/server/services/extension/view";
import { FramePathPicture } from "../frame-path/frame-path";
import type { HeldLive } from "../frame-path/reading";
import { MtuProof } from "../probe/mtu-proof";
import { EXTENSION_STATES } from "../state/state-mark";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";

const CARRIED: readonly ExtensionView["state"][] = ["allocated", "configured", "live"];

/** The frame path of an extension, wired to the API: predicted at once, observed as the kernels report. */
export function LivePath({ extension }: { extension: ExtensionView }) {
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
