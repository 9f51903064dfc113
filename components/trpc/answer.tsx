"use client";

import type { ReactNode } from "react";
import { FailedState } from "../ui/failed-state";
import { Skeleton } from "../ui/skeleton";
import { type ApiError, faultOf } from "./fault";

interface AnswerProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: ApiError | null;
    readonly refetch: () => unknown;
  };
  /** Rows that the skeleton draws. */
  readonly rows?: number;
  readonly children: (data: Data) => ReactNode;
}

/** A query's answer: its data, or why there is none, or a skeleton. Old data stay when a refresh fails. */
export function Answer<Data>({ query, rows, children }: AnswerProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  const fault = faultOf(query.error);
  if (fault === null) return <Skeleton rows={rows} />;
  return <FailedState message={fault.message} requestId={fault.requestId} retry={() => query.refetch()} />;
}
