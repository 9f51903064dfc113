import type { ProvingWorld } from "./proving-world";

/** One row of the acceptance list: a statement about the running system, and how to find out whether it is true. */
export interface Row {
  /** As in the checklist: "F6.1", "claim 1". */
  readonly id: string;
  readonly title: string;
  /** Tries it on the running world. @returns what was seen, as sentences; throws what was seen instead */
  readonly prove: (world: ProvingWorld) => Promise<string>;
  /** Takes away what the row left standing for rows after it: once, when all are judged. */
  readonly afterAll?: (world: ProvingWorld) => Promise<void>;
}

export interface Verdict {
  readonly id: string;
  readonly title: string;
  readonly pass: boolean;
  readonly evidence: string;
}

/** Runs a row; whatever it throws is its evidence against it. */
export async function judge(row: Row, world: ProvingWorld): Promise<Verdict> {
  const { id, title } = row;
  try {
    return { id, title, pass: true, evidence: await row.prove(world) };
  } catch (error) {
    return { id, title, pass: false, evidence: error instanceof Error ? error.message : String(error) };
  }
}

/** States what must be so; otherwise the row fails with what was seen. */
export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
