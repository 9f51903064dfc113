import { type ClassNameValue, twMerge } from "tailwind-merge";

/** Joins Tailwind classes; the later of two that set the same thing wins. Falsy values are left out. */
export function classNames(...values: ClassNameValue[]): string {
  return twMerge(...values);
}
