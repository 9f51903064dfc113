import type { MachineView } from "@/server/services/machine/view";
import type { StateShape } from "../state/shape";
import { Mark } from "../state/state-mark";

interface Words {
  readonly shape: StateShape;
  readonly word: string;
  readonly meaning: string;
}

/** Each state of a machine: its shape, its word, and what is known to be true in it. */
export const MACHINE_STATES: Record<MachineView["state"], Words> = {
  making: {
    shape: "pending",
    word: "making",
    meaning: "Its switch was asked to make it and has not said yet that it runs.",
  },
  running: { shape: "live", word: "running", meaning: "Its switch read back that it runs." },
  moving: {
    shape: "pending",
    word: "moving",
    meaning: "It is made at another cloud, and goes over when it runs there.",
  },
  removing: { shape: "pending", word: "removing", meaning: "Its switch was asked to take it away." },
  gone: { shape: "released", word: "gone", meaning: "Its switch read back that nothing of it is left." },
  failed: { shape: "failed", word: "failed", meaning: "It could not be made; the reason stands beside." },
};

/** The state of a machine. */
export function MachineMark({ state }: { state: MachineView["state"] }) {
  const { shape, word, meaning } = MACHINE_STATES[state];
  return (
    <Mark shape={shape}>
      <span title={meaning} data-state={state}>
        {word}
      </span>
    </Mark>
  );
}
