"use client";

import { useQuery } from "@tanstack/react-query";
import { ATTACHED_STATES } from "@/server/domain/extension-state";
import type { ExtensionView } from "@/server/services/extension/view";
import { useTRPC } from "../trpc/context";

export interface CopyTargets {
  /** What everything that the rack was ever extended to is called, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Where copies may go: what an attached extension of the rack reaches over switches. */
  readonly offered: ReadonlyMap<string, string>;
}

/** Resources that rules of a rack's VLANs copy to. */
export function useCopyTargets(rackId: string): CopyTargets {
  const trpc = useTRPC();
  return copyTargetsOf(useQuery(trpc.extensions.list.queryOptions({ rackId })).data ?? []);
}

type Reaching = Pick<ExtensionView, "state"> & {
  readonly resource: Pick<ExtensionView["resource"], "id" | "name" | "directLink">;
};

/** By the rack's extensions, ended ones too. */
export function copyTargetsOf(extensions: readonly Reaching[]): CopyTargets {
  const attached: readonly string[] = ATTACHED_STATES;
  const reached = extensions.filter(({ state, resource }) => attached.includes(state) && resource.directLink === null);
  return { names: namesOf(extensions), offered: namesOf(reached) };
}

function namesOf(extensions: readonly Reaching[]): ReadonlyMap<string, string> {
  return new Map(extensions.map(({ resource: { id, name } }) => [id, name]));
}
