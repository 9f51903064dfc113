import type { StackTag } from "./tag-stack";

/** Blocks of the seed's flow charts: FIG. 4 is method 400, FIG. 5 method 500. */
export const BLOCKS = {
  400: [402, 404, 406, 408, 410, 412, 414, 416, 418, 420, 422, 424, 426, 428],
  500: [502, 504, 506, 508, 510, 512, 514, 516, 518, 520, 522, 524, 526, 528, 530, 532, 534, 536, 538, 540, 542],
} as const;
export type Method = keyof typeof BLOCKS;
export type Block400 = (typeof BLOCKS)[400][number];
export type Block500 = (typeof BLOCKS)[500][number];
export type Block = Block400 | Block500;

/** One block of a method, as an order came through it. */
export interface Step<B extends Block = Block> {
  readonly block: B;
  /** In plain words. */
  readonly title: string;
  readonly outcome: Outcome<B>;
  readonly evidence: readonly Evidence[];
}

export type Outcome<B extends Block = Block> =
  /** `at` is null when nobody recorded the moment. */
  | { readonly kind: "done"; readonly at: number | null; readonly by: string | null }
  | {
      readonly kind: "decided";
      readonly answer: "yes" | "no";
      readonly at: number;
      readonly reason: string;
      /** The block that follows from the answer. */
      readonly leadsTo: B | "end";
    }
  | { readonly kind: "not_needed"; readonly reason: string }
  | { readonly kind: "pending"; readonly waitsFor: string }
  | { readonly kind: "failed"; readonly at: number; readonly reason: string };

/** An outcome that is not a decision's. */
export type Plain = Exclude<Outcome, { kind: "decided" }>;

/** One fact that an outcome rests on: the tags that it names, and when it began if a record says so. */
export interface Evidence {
  readonly name: string;
  readonly value: string;
  readonly tags: readonly StackTag[];
  readonly at: number | null;
}

/** A block as its own facts have it, before it is asked whether what it rests on is done. */
export interface Draft<B extends Block = Block> extends Step<B> {
  readonly restsOn: readonly B[];
}
