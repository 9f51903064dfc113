import type { LinkView } from "@/server/services/link/view";
import { Banner } from "../ui/banner";

/** What the agents at a link's ends ask somebody to do, each in its own words. */
export function LinkProblems({ problems }: Pick<LinkView, "problems">) {
  return problems.map(({ switchCode, detail }) => (
    <Banner key={`${switchCode} ${detail}`} look="fault">
      Switch {switchCode}: {detail}.
    </Banner>
  ));
}
