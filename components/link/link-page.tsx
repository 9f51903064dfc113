"use client";

import type { LinkEndView, LinkView, PseudowireView } from "@/server/services/link/view";
import { NotFoundWords } from "../shell/not-found";
import { Answer } from "../trpc/answer";
import { Facts } from "../ui/facts";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { Panel } from "../ui/panel";
import { DrainLink } from "./drain-link";
import { DrillPanel } from "./drill-panel";
import { EncapsulationPanel } from "./encapsulation-panel";
import { FiguresAge } from "./figures-age";
import { LinkHealth, LinkState } from "./health-mark";
import { linkFacts } from "./link-facts";
import { LinkProblems } from "./link-problems";
import { MEDIUM_WORDS } from "./link-words";
import { LinkWorth } from "./link-worth";
import { PseudowirePanels } from "./pseudowire-panels";
import { useFabric } from "./use-fabric";

/** One link: what it is and how it fares, by what its paths are ranked, how frames cross it, and what it carries. */
export function LinkPage({ code }: { code: string }) {
  const { links, pseudowires, agents } = useFabric();
  const wires = pseudowires.data ?? [];
  return (
    <Answer query={links} rows={10}>
      {(known) => {
        const link = known.find((one) => one.code === code);
        if (link === undefined) return <NotFoundWords />;
        const over = wires.filter((pseudowire) => crosses(pseudowire, code));
        return (
          <>
            <PageTitle>{`Link ${code} · ${titleOf(link)}`}</PageTitle>
            <PageHeader
              title={
                <>
                  Link {code}
                  <span className="inline-flex flex-wrap gap-x-4 text-sm font-medium" data-testid="link-state">
                    {link.state === "drained" ? null : <LinkHealth link={link} agents={agents} />}
                    <LinkState state={link.state} />
                  </span>
                  <FiguresAge at={Math.min(links.dataUpdatedAt, pseudowires.dataUpdatedAt)} />
                </>
              }
              lead={`A ${MEDIUM_WORDS[link.medium]} from ${endText(link.a)} to ${endText(link.b)}.`}
              actions={
                pseudowires.data === undefined ? null : <DrainLink link={link} links={known} pseudowires={wires} />
              }
            />
            <div className="flex flex-col gap-4">
              <LinkProblems problems={link.problems} />
              <div className="grid gap-4 xl:grid-cols-2">
                <Panel title="Facts">
                  <Facts rows={linkFacts(link, agents)} />
                </Panel>
                <div className="flex min-w-0 flex-col gap-4">
                  <EncapsulationPanel key={code} link={link} agents={agents} />
                  <LinkWorth key={link.id} link={link} links={known} pseudowires={wires} />
                </div>
              </div>
              <DrillPanel key={code} link={link} links={known} pseudowires={wires} />
              <h2 className="text-sm font-semibold">{carriesText(over.length)}</h2>
              <PseudowirePanels pseudowires={over} links={known} agents={agents} over={code} />
            </div>
          </>
        );
      }}
    </Answer>
  );
}

function crosses({ paths }: PseudowireView, code: string): boolean {
  return paths.some(({ linkCodes }) => linkCodes.includes(code));
}

function endText({ switchCode, datacenterCode }: LinkEndView): string {
  return `switch ${switchCode} in ${datacenterCode}`;
}

function titleOf({ state, health, change }: LinkView): string {
  if (change !== null && change.stage !== "done") return `… to ${change.to}`;
  return state === "drained" ? "drained" : health;
}

function carriesText(count: number): string {
  if (count === 0) return "No pseudowire has a path over it";
  return count === 1 ? "1 pseudowire has a path over it" : `${count} pseudowires have a path over it`;
}
