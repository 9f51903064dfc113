"use client";

import { Banner } from "./banner";
import { Button } from "./button";

interface FailedStateProps {
  /** What, why, what next: the server's own sentence. */
  readonly message: string;
  readonly requestId?: string | null;
  readonly retry?: () => void;
}

/** What could not be loaded, with the way to try again. */
export function FailedState({ message, requestId, retry }: FailedStateProps) {
  return (
    <div className="p-3">
      <Banner look="fault">
        <p>{message}</p>
        {requestId ? (
          <p className="mt-1 text-xs">
            Request <code className="number">{requestId}</code>
          </p>
        ) : null}
        {retry ? (
          <Button look="plain" size="small" className="mt-2" onClick={retry}>
            Try again
          </Button>
        ) : null}
      </Banner>
    </div>
  );
}
