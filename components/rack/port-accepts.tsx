"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { RackView } from "@/server/services/rack/view";
import { useTRPC } from "../trpc/context";
import { faultOf } from "../trpc/fault";
import { Banner } from "../ui/banner";
import { Choice } from "../ui/choice";
import { Panel } from "../ui/panel";

const OPTIONS = [
  { value: "both", label: "Both" },
  { value: "tagged", label: "Tagged" },
  { value: "untagged", label: "Untagged" },
] as const;

const WORDS: Record<RackView["accepts"], string> = {
  both: "Tagged and untagged frames get in, as far as their VLANs are declared.",
  tagged: "Untagged frames are dropped at the port, and counted.",
  untagged: "Tagged frames are dropped at the port, and counted, priority tags (VLAN 0) among them.",
};

/** What the rack's port takes in; a member of its tenant may set it. */
export function PortAccepts({ rack, member }: { rack: RackView; member: boolean }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const set = useMutation(
    trpc.racks.setAccepts.mutationOptions({
      onSuccess: async ({ name }) => {
        toast(`The switch is told what the port of ${name} accepts.`);
        await client.invalidateQueries(trpc.racks.pathFilter());
      },
    }),
  );
  const settable = member && rack.port !== null && rack.kind === "physical";
  return (
    <Panel title="The port accepts">
      <div className="flex flex-col items-start gap-2 px-3 py-2">
        {settable ? (
          <Choice
            label="The port accepts"
            value={rack.accepts}
            options={OPTIONS}
            onChange={(accepts) => set.mutate({ id: rack.id, accepts })}
          />
        ) : null}
        <p className="text-table text-ink-2">{WORDS[rack.accepts]}</p>
        {set.error === null ? null : <Banner look="fault">{faultOf(set.error)?.message}</Banner>}
      </div>
    </Panel>
  );
}
