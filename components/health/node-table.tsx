import type { ReactNode } from "react";
import type { NodeFigures, NodeView } from "@/server/services/health/view";
import { Mark } from "../state/state-mark";
import { type Column, DataTable } from "../ui/data-table";
import { ageText } from "../ui/duration";
import { TextLink } from "../ui/text-link";
import { NicList } from "./nic-list";
import { freeText, nodeWords, sizeText } from "./words";

/** The nodes with what each said of its computer; the numbers are those of the seed's FIG. 9. */
export function NodeTable({ nodes, lateMs }: { nodes: readonly NodeView[]; lateMs: number }) {
  const columns: readonly Column<NodeView>[] = [
    { key: "node", title: "Node", heads: true, cell: (node) => <NodeName node={node} /> },
    { key: "state", title: "State", cell: (node) => <NodeMark node={node} lateMs={lateMs} /> },
    {
      key: "age",
      title: "Measured",
      cell: ({ ageMs }) => (ageMs === null ? <None /> : <span className="number">{ageText(ageMs + lateMs)} ago</span>),
    },
    figureColumn("cpu", "CPU, 910", ({ cores, loadOneMinute }) => (
      <span className="number">
        load {loadOneMinute.toFixed(2)} on {cores}
      </span>
    )),
    figureColumn("memory", "Memory, 912", ({ memory }) => (
      <span className="number">{freeText(memory.available, memory.total)}</span>
    )),
    figureColumn("disk", "Drive, 914", ({ disk }) => (
      <span className="number" title={disk.path}>
        {freeText(disk.free, disk.total)}
      </span>
    )),
    figureColumn("nics", "NICs, 926", ({ nics }) => <NicList nics={nics} />),
    figureColumn("process", "Process", ({ resident }) => <span className="number">{sizeText(resident)}</span>),
    figureColumn("up", "Up for", ({ upSeconds }) => <span className="number">{ageText(upSeconds * 1_000)}</span>),
    { key: "kernel", title: "Kernel", cell: ({ kernel }) => kernel ?? <None /> },
  ];
  return <DataTable caption="Nodes" rows={nodes} columns={columns} rowKey={(node) => node.id} />;
}

function figureColumn(key: string, title: string, show: (figures: NodeFigures) => ReactNode): Column<NodeView> {
  return { key, title, cell: ({ figures }) => (figures === null ? <None /> : show(figures)) };
}

function NodeName({ node: { switchCode, datacenterCode } }: { node: NodeView }) {
  if (switchCode === null) return "Portal";
  return (
    <span className="whitespace-nowrap">
      Agent of <TextLink href={`/admin/switches/${switchCode}`}>{switchCode}</TextLink>
      <span className="font-normal text-ink-3"> in {datacenterCode}</span>
    </span>
  );
}

function NodeMark({ node, lateMs }: { node: NodeView; lateMs: number }) {
  const { shape, words } = nodeWords(node, lateMs);
  return <Mark shape={shape}>{words}</Mark>;
}

function None() {
  return <span className="text-ink-3">unknown</span>;
}
