/** Brings what was refused into sight: the field, or the sentence above the form. */
export function showProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>("[aria-invalid]");
    if (field) field.focus();
    else form?.scrollIntoView({ block: "start" });
  });
}
