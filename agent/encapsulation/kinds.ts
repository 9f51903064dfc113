// The names of all encapsulations. A new one is named here, is a module beside this file, and a line in `registry.ts`.

/** On a dedicated line: tag 3 as a VPLS label in front of the frame, or as a third Q tag (seed paras 57, 101). */
export const LINE_ENCAPSULATIONS = ["vpls", "q"] as const;

/** On a provider link, which routes IP (seed paras 70, 71, 104): tags 3 and 4. */
export const PROVIDER_ENCAPSULATIONS = ["vxlan", "nvgre", "mpls-gre"] as const;
