import type { Executor } from "@/agent/executor";
import { nativeKernel, probeNative } from "./kernel-native";
import { umlKernel } from "./kernel-uml";
import { LabError } from "./lab-error";
import { forcedKernel, type KernelChoice } from "./state";

/** A kernel that the lab may fill with namespaces. */
export interface LabKernel {
  readonly choice: KernelChoice;
  /** Why this kernel and not the other, in words. */
  readonly why: string;
  /** Runs commands in the kernel's first namespace, or in one of the world's by its name there. */
  readonly executor: Executor;
  /** The kernel's name of a namespace of the world: the only place where the two may differ. */
  namespaceName(name: string): string;
  /** Resolves when the kernel has ended by itself; a native kernel never does. */
  readonly ended: Promise<string>;
  /** Removes all that was made in it; what runs there ends. */
  stop(): Promise<void>;
}

export interface KernelOptions {
  readonly stateDir: string;
  readonly log: (sentence: string) => void;
  readonly force?: KernelChoice | null;
}

/** The host's own kernel if it can do what the fabric needs, else User-Mode Linux; DOVETAIL_LAB_KERNEL forces one. */
export async function openKernel(options: KernelOptions): Promise<LabKernel> {
  const force = options.force === undefined ? forcedKernel() : options.force;
  if (force === "uml") return umlKernel({ ...options, why: "DOVETAIL_LAB_KERNEL asks for it" });
  const missing = await probeNative();
  if (missing === null) return nativeKernel(options, "it can do what the fabric needs (tried)");
  if (force === "native")
    throw new LabError("LAB_KERNEL_REFUSED", `DOVETAIL_LAB_KERNEL asks for this kernel, but ${missing}.`);
  return umlKernel({ ...options, why: `on this kernel ${missing}` });
}
