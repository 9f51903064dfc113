/** Why the lab cannot start or go on; the message is one sentence for people, with the remedy. */
export type LabErrorCode =
  | "LAB_BOOT_FAILED"
  | "LAB_BUILD_FAILED"
  | "LAB_KERNEL_REFUSED"
  | "LAB_PATH_UNUSABLE"
  | "LAB_RUNS_ALREADY"
  | "LAB_SETTING_WRONG"
  | "LAB_TOOL_MISSING";

export class LabError extends Error {
  constructor(
    readonly code: LabErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = "LabError";
  }
}
