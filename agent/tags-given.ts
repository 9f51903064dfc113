/** What a rule makes of its frames, by the tags that it pushes: two rules that give the same ones admit to the same segment. */
import { exitChainOf } from "./chains";
import { type Filter, type FilterAction, filterPlace } from "./filter";
import { CHAIN_PRIORITY } from "./priority";

/** C, S and the segment number; a VLAN id of the segment may be pushed before. */
const TAGS_OF_SEGMENT = 3;
const PASS_HANDLE = 1;

/** Rules by their place. */
export type RuleAt = (place: string) => Filter | undefined;

/** The segment's tags and the way that the frames take, as text; for a rule that leads into chains, what the last one gives. */
export function tagsGiven(filter: Filter, ruleAt: RuleAt): string {
  const onward = filter.actions.find((action) => action.kind === "goto");
  if (onward === undefined) return `${tagsBrought(filter)}${wayText(filter.actions)}`;
  const place = { ...filter, chain: exitChainOf(onward.chain), priority: CHAIN_PRIORITY.pass, handle: PASS_HANDLE };
  return wayText(ruleAt(filterPlace(place))?.actions ?? []);
}

/** What comes with the frame and is not pushed: from another switch the pair, from one in front of this the customer tag. */
function tagsBrought({ match, actions }: Filter): string {
  const pushed = tagsPushed(actions).length;
  if (pushed === 0 || pushed === TAGS_OF_SEGMENT) return "";
  if (match.kind === "vlan") return `${match.vlan} `;
  if (match.kind !== "pair") return "";
  return pushed === 1 ? `${match.outer}.${match.inner} ` : `${match.outer} `;
}

/** The segment's tags among those that are pushed. */
function tagsPushed(actions: readonly FilterAction[]): number[] {
  const pushes = actions.filter((action) => action.kind === "push");
  // On the way out a machine may be given its own VLAN id: that is no tag of the segment.
  const isWayIn = pushes.some(({ protocol }) => protocol === "802.1ad");
  return isWayIn ? pushes.slice(-TAGS_OF_SEGMENT).map(({ id }) => id) : [];
}

function wayText(actions: readonly FilterAction[]): string {
  const tags = tagsPushed(actions);
  const to = actions.flatMap((action) => (action.kind === "redirect" ? [action.device] : []));
  return [...tags, ...to].join(" ");
}
