import { z } from "zod";
import { clientRule } from "@/agent/protocol";
import { MOST_RULES, ruleProblem } from "../../domain/client-rule";
import { nameField } from "../field";

const [drop, allow, limit] = clientRule.shape.action.options;

export const vlanRulesInput = z.object({ vlanId: z.string().min(1) });
export type VlanRulesInput = z.infer<typeof vlanRulesInput>;

const wantedRule = z
  .object({
    /** Keeps its hits when it is given; absent for a new rule. */
    id: z.string().optional(),
    name: nameField,
    match: clientRule.shape.match,
    action: z.discriminatedUnion("kind", [
      drop,
      allow,
      limit,
      z.object({ kind: z.literal("mirror"), resourceId: z.string().min(1, "Choose a resource of yours.") }),
    ]),
  })
  .superRefine((rule, check) => {
    const problem = ruleProblem(rule);
    if (problem !== null) check.addIssue({ code: "custom", path: ["match"], message: problem });
  });

export const replaceRulesInput = vlanRulesInput.extend({
  rules: z.array(wantedRule).max(MOST_RULES, `A VLAN has at most ${MOST_RULES} rules.`),
});
export type ReplaceRulesInput = z.input<typeof replaceRulesInput>;
export type WantedRule = z.output<typeof wantedRule>;
