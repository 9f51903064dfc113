"use client";

import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

/** A button's list of actions. */
export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align="end"
          sideOffset={6}
          className="z-50 min-w-52 rounded-md border border-line bg-surface p-1 text-sm shadow-lg"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** One action of a menu. */
export function MenuItem(props: ComponentProps<typeof Primitive.Item>) {
  return (
    <Primitive.Item
      {...props}
      className="flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 outline-none select-none data-highlighted:bg-hover max-md:h-10 [&_svg]:size-4"
    />
  );
}

/** A line of text in a menu that is no action. */
export function MenuNote({ children }: { children: ReactNode }) {
  return <Primitive.Label className="px-2 py-1.5 text-xs text-ink-3">{children}</Primitive.Label>;
}

/** Parts the actions of a menu. */
export function MenuRule() {
  return <Primitive.Separator className="my-1 h-px bg-line" />;
}
