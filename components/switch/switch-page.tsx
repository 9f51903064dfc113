"use client";

import { useQuery } from "@tanstack/react-query";
import type { PortView, TagMapView } from "@/server/services/switch/view";
import { Alarms } from "../profile/alarms";
import { Mark } from "../state/state-mark";
import { Answer } from "../trpc/answer";
import { useTRPC } from "../trpc/context";
import { Banner } from "../ui/banner";
import { Copy } from "../ui/copy";
import { ageText } from "../ui/duration";
import { Facts } from "../ui/facts";
import { PageHeader } from "../ui/page-header";
import { PageTitle } from "../ui/page-title";
import { Panel } from "../ui/panel";
import { AgentMark, changesText } from "./agent-mark";
import { PortGroup } from "./port-group";
import { TagMapTable } from "./tag-map-table";

const REFRESH_MS = 1_000;

const GROUPS: readonly { readonly kind: PortView["kind"]; readonly title: string; readonly note: string }[] = [
  { kind: "client", title: "Client ports, 120", note: "a rack behind each; frames enter and get their pair here" },
  { kind: "cloud", title: "Cloud ports, 122", note: "a resource behind each; the pair is taken off here" },
  { kind: "trunk", title: "Trunk ports", note: "another switch of the datacenter behind each; the pair stays on" },
  { kind: "pseudowire", title: "Pseudowires", note: "another datacenter behind each, over whichever path is up" },
  { kind: "link", title: "Link ends", note: "lines and provider links; what crosses here belongs to pseudowires" },
];

/** One switch: its ports with live counters, and its tag map beside what the kernel holds. */
export function SwitchPage({ code }: { code: string }) {
  const trpc = useTRPC();
  const map = useQuery(trpc.switches.tagMap.queryOptions({ code }, { refetchInterval: REFRESH_MS }));
  return (
    <Answer query={map} rows={10}>
      {(known) => (
        <>
          <PageTitle>{`Switch ${code} · ${differing(known)}`}</PageTitle>
          <PageHeader
            title={
              <>
                Switch {known.switch.code}
                <span className="text-sm font-medium">
                  <AgentMark agent={known.switch.agent} />
                </span>
              </>
            }
            lead={`${known.switch.name} in ${known.switch.datacenter.name}, ${known.switch.datacenter.place}.`}
          />
          <div className="flex flex-col gap-4">
            <Alarms switchCode={known.switch.code} alarms={known.alarms} />
            {known.strays.length > 0 ? <Strays strays={known.strays} /> : null}
            <div className="grid gap-4 2xl:grid-cols-[minmax(0,1fr)_24rem]">
              <Panel title="Tag map, 118" note={<MapVerdict map={known} />}>
                <TagMapTable rows={known.rows} />
              </Panel>
              <Panel title="Checksums and agent">
                <Facts rows={factsOf(known)} />
              </Panel>
            </div>
            {GROUPS.filter(({ kind }) => known.ports.some((port) => port.kind === kind)).map((group) => (
              <Panel key={group.kind} title={group.title} note={group.note}>
                <PortGroup ports={known.ports.filter((port) => port.kind === group.kind)} />
              </Panel>
            ))}
          </div>
        </>
      )}
    </Answer>
  );
}

function differing({ rows, strays }: TagMapView): string {
  const wrong = rows.filter((row) => row.kernel !== "present").length;
  return wrong + strays.length === 0
    ? `${rows.length} rows, kernel equal`
    : `${wrong} rows differ, ${strays.length} strays`;
}

function MapVerdict({ map }: { map: TagMapView }) {
  const wrong = map.rows.filter((row) => row.kernel !== "present").length;
  if (wrong === 0) return <Mark shape="configured">each of {map.rows.length} rows is in the kernel as intended</Mark>;
  return (
    <Mark shape="degraded">
      {wrong} of {map.rows.length} rows are not in the kernel as intended
    </Mark>
  );
}

function Strays({ strays }: { strays: readonly string[] }) {
  return (
    <Banner look="fault">
      <p className="font-medium">In the kernel with our mark, and nothing desires it:</p>
      <ul className="number mt-1 list-disc pl-5">
        {strays.map((stray) => (
          <li key={stray}>{stray}</li>
        ))}
      </ul>
    </Banner>
  );
}

function factsOf(map: TagMapView) {
  const { agent } = map.switch;
  const equal = map.reportedHash !== null && map.reportedHash === map.desiredHash;
  return [
    ["As desired", <Copy key="desired" value={map.desiredHash} shown={short(map.desiredHash)} />],
    [
      "As held",
      map.reportedHash === null ? (
        "not reported"
      ) : (
        <Copy key="held" value={map.reportedHash} shown={short(map.reportedHash)} />
      ),
    ],
    [
      "Equal",
      <Mark key="equal" shape={equal ? "configured" : "degraded"}>
        {equal ? "yes, to the bit" : "not yet"}
      </Mark>,
    ],
    ["Changes", changesText(agent)],
    ["Read back", map.readBackAgeMs === null ? "never" : `${ageText(map.readBackAgeMs)} ago, from the kernel itself`],
    ["Last report", agent.ageMs === null ? "never" : `${ageText(agent.ageMs)} ago`],
    ["Kernel", agent.kernel ?? "unknown"],
  ] as const;
}

function short(hash: string): string {
  return hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-8)}` : hash;
}
