"use client";

import { FailedState } from "@/components/ui/failed-state";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto max-w-2xl p-6">
      <title>Not drawn · Dovetail</title>
      <h1 className="px-3 text-lg font-semibold">This page could not be drawn</h1>
      <FailedState
        message="Something on our side failed while this page was made. Nothing was changed. Try again."
        requestId={error.digest ?? null}
        retry={reset}
      />
    </main>
  );
}
