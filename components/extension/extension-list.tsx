"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { ExtensionView } from "@/server/services/extension/view";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { ExtensionTable } from "./extension-table";

type Shown = "running" | "all";

/** The extensions of a tenant, or all of them for an operator, with their state as it changes. */
export function ExtensionList() {
  const trpc = useTRPC();
  const [shown, setShown] = useState<Shown>("running");
  const me = useQuery(trpc.me.get.queryOptions()).data;
  const extensions = useQuery(trpc.extensions.list.queryOptions({}));
  const member = me !== undefined && !me.operator;
  const order = (
    <Button asChild look="primary">
      <Link href="/extensions/new">
        <Plus aria-hidden /> Extend a VLAN
      </Link>
    </Button>
  );
  return (
    <>
      <PageTitle>{titleOf(extensions.data)}</PageTitle>
      <PageHeader
        title="Extensions"
        lead="A VLAN of a rack, extended to a resource in the cloud. Configured is what the kernels hold; live is what a frame proved."
        actions={
          <>
            <Choice
              label="Which extensions"
              value={shown}
              onChange={setShown}
              options={[
                { value: "running", label: "Running" },
                { value: "all", label: "All" },
              ]}
            />
            {member ? order : null}
          </>
        }
      />
      <div className="panel">
        <Answer query={extensions}>
          {(rows) => {
            const listed = shown === "all" ? rows : rows.filter((row) => !hasEnded(row));
            if (listed.length > 0) return <ExtensionTable extensions={listed} tenants={!member} />;
            return (
              <EmptyState
                title={rows.length === 0 ? "No extension yet." : "None is running."}
                call="extensions.request({ vlanId, resourceId })"
                action={member ? order : null}
              >
                Choose a VLAN and a resource: the recap shows the way of the frames and every change before anything
                happens.
              </EmptyState>
            );
          }}
        </Answer>
      </div>
    </>
  );
}

function hasEnded({ state }: ExtensionView): boolean {
  return state === "released" || state === "rejected" || state === "failed";
}

function titleOf(extensions: readonly ExtensionView[] | undefined): string {
  if (extensions === undefined) return "Extensions";
  const live = extensions.filter((extension) => extension.state === "live").length;
  return `${live} live, ${extensions.filter((extension) => !hasEnded(extension)).length} running`;
}
