import { type ClassNameValue, extendTailwindMerge } from "tailwind-merge";

/** Knows our own text size, which would otherwise be taken for a colour. */
const merge = extendTailwindMerge({ extend: { theme: { text: ["table"], radius: ["xs", "sm", "md", "lg"] } } });

/** Joins Tailwind classes; the later of two that set the same thing wins. Falsy values are left out. */
export function classNames(...values: ClassNameValue[]): string {
  return merge(...values);
}
