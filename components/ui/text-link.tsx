import Link from "next/link";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";

/** A link in running text or a table. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      className={classNames(
        "font-medium text-ink underline decoration-line-strong/60 underline-offset-[3px] hover:decoration-ink",
        className,
      )}
    />
  );
}
