import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";

const LOOKS = {
  primary: "bg-accent text-on-accent hover:brightness-110",
  plain: "border border-line-strong/60 bg-surface text-ink hover:bg-hover",
  ghost: "text-ink-2 hover:bg-hover hover:text-ink",
  danger: "border border-danger/60 bg-surface text-danger hover:bg-danger-soft",
  destroy: "bg-danger text-on-danger hover:brightness-110",
} as const;

const SIZES = {
  normal: "h-8 px-3 max-md:h-10",
  small: "h-7 px-2 text-table max-md:h-10",
  icon: "size-8 max-md:size-10",
} as const;

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: keyof typeof LOOKS;
  readonly size?: keyof typeof SIZES;
  /** Gives the looks to its one child, such as a link. */
  readonly asChild?: boolean;
  /** Work is under way: it can't be pressed again, and says so. */
  readonly pending?: boolean;
}

/** A button, or with `asChild` a link that looks like one. */
export function Button({
  look = "plain",
  size = "normal",
  asChild,
  pending,
  className,
  disabled,
  ...rest
}: ButtonProps) {
  const Element = asChild ? Slot.Root : "button";
  const classes = classNames(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none",
    "disabled:pointer-events-none disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
    LOOKS[look],
    SIZES[size],
    className,
  );
  const own = asChild ? {} : { type: rest.type ?? ("button" as const), disabled: disabled || pending };
  return <Element aria-busy={pending || undefined} {...rest} {...own} className={classes} />;
}
