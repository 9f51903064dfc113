import type { LinkView, PseudowireView } from "@/server/services/link/view";
import { Mark } from "../state/state-mark";
import { Panel } from "../ui/panel";
import { pseudowireName, vlansText } from "./link-words";
import { PathTable } from "./path-table";
import { pathUse } from "./path-use";
import { type Agents, isSilent } from "./use-fabric";

interface PseudowirePanelsProps {
  readonly pseudowires: readonly PseudowireView[];
  readonly links: readonly LinkView[];
  readonly agents: Agents;
  /** A link whose paths stand out. */
  readonly over?: string;
}

/** What joins each pair of datacenters: a pseudowire for any way, and one for each way that somebody asked for. */
export function PseudowirePanels({ pseudowires, ...rest }: PseudowirePanelsProps) {
  return pseudowires
    .toSorted(byEnds)
    .map((pseudowire) => <PseudowirePanel key={pseudowire.id} pseudowire={pseudowire} {...rest} />);
}

interface PseudowirePanelProps extends Omit<PseudowirePanelsProps, "pseudowires"> {
  readonly pseudowire: PseudowireView;
}

function PseudowirePanel({ pseudowire, links, agents, over }: PseudowirePanelProps) {
  const { a, b, paths } = pseudowire;
  const old = [a, b].some(({ switchCode }) => isSilent(agents.get(switchCode)));
  const use = pathUse(pseudowire, old);
  return (
    <Panel
      title={pseudowireName(pseudowire)}
      note={noteOf(pseudowire)}
      actions={
        <Mark shape={use.shape} className="text-table whitespace-normal">
          {use.words}
        </Mark>
      }
    >
      {paths.length === 0 ? (
        <p className="p-3 text-ink-2">No links in service join its ends. Put one back, or lay one.</p>
      ) : (
        <PathTable pseudowire={pseudowire} links={links} agents={agents} over={over} />
      )}
    </Panel>
  );
}

function noteOf({ a, b, way, segments }: PseudowireView): string {
  const ends = [a, b].map(({ switchCode, port }) => `switch ${switchCode} port ${port}`);
  const which = way === "" ? "any way" : "a way of its own";
  return `${ends.join(" to ")}, ${which}; ${vlansText(segments)} ${segments === 1 ? "crosses" : "cross"}`;
}

function byEnds(one: PseudowireView, other: PseudowireView): number {
  const key = ({ a, b, way }: PseudowireView) => `${a.datacenterCode} ${b.datacenterCode} ${a.switchCode} ${way}`;
  return key(one) < key(other) ? -1 : 1;
}
