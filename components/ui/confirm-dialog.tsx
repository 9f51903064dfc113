"use client";

import { AlertDialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Banner } from "./banner";
import { Button } from "./button";

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly trigger?: ReactNode;
  readonly title: string;
  /** What it changes, where, and whether it can be undone. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly pending: boolean;
  readonly error?: string | null;
  readonly onConfirm: () => void;
}

/** Asks before something is taken away, and stays open with the reason when the server refuses. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, trigger, title, children, confirm, pending, error, onConfirm } = props;
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Primitive.Trigger asChild>{trigger}</Primitive.Trigger> : null}
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Primitive.Content className="fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[min(30rem,calc(100vw-1.5rem))] -translate-x-1/2 flex-col gap-3 overflow-y-auto rounded-lg border border-line bg-surface p-4 shadow-xl">
          <Primitive.Title className="text-base font-semibold">{title}</Primitive.Title>
          <Primitive.Description asChild>
            <div className="text-ink-2">{children}</div>
          </Primitive.Description>
          {error ? <Banner look="fault">{error}</Banner> : null}
          <div className="flex flex-wrap justify-end gap-2">
            <Primitive.Cancel asChild>
              <Button>Keep it</Button>
            </Primitive.Cancel>
            <Button look="destroy" pending={pending} onClick={onConfirm}>
              {confirm}
            </Button>
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
