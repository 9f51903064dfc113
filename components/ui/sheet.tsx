"use client";

import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";

interface SheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly trigger: ReactNode;
  readonly children: ReactNode;
}

/** A panel from the left edge, for narrow screens. */
export function Sheet({ open, onOpenChange, title, trigger, children }: SheetProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-[min(17rem,85vw)] overflow-y-auto border-r border-line bg-surface shadow-xl"
        >
          <Primitive.Title className="sr-only">{title}</Primitive.Title>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
