import type { MapRowView, SwitchChangeView } from "@/server/services/extension/view";
import { Disclosure } from "../ui/disclosure";

/** What happens on each switch: in words, and raw on request. */
export function SwitchChanges({ changes }: { changes: readonly SwitchChangeView[] }) {
  if (changes.length === 0) return <p className="p-3 text-ink-2">No switch changes.</p>;
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.switchCode} className="border-b border-line p-3 last:border-b-0">
          <p className="mb-1 font-medium">
            Switch {change.switchCode} <span className="font-normal text-ink-3">in {change.datacenterCode}</span>
          </p>
          <ul className="flex flex-col gap-0.5 text-table">
            {change.add.map((row) => (
              <Change key={`add-${row.key}`} sign="+" row={row} />
            ))}
            {change.remove.map((row) => (
              <Change key={`remove-${row.key}`} sign="−" row={row} />
            ))}
            {change.add.length + change.remove.length === 0 ? <li className="text-ink-3">stays as it is</li> : null}
          </ul>
          <div className="mt-2">
            <Disclosure summary="Raw">
              <pre className="number overflow-x-auto rounded-md bg-sunken p-2 text-xs leading-5">{rawText(change)}</pre>
            </Disclosure>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Change({ sign, row }: { sign: "+" | "−"; row: MapRowView }) {
  return (
    <li className="flex gap-2">
      <span className="number font-semibold">
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{sign === "+" ? "added: " : "removed: "}</span>
      </span>
      <span>{row.words}</span>
    </li>
  );
}

function rawText({ add, remove }: SwitchChangeView): string {
  return [...add.map((row) => rawRow("+", row)), ...remove.map((row) => rawRow("-", row))].join("\n");
}

function rawRow(sign: "+" | "-", row: MapRowView): string {
  const vlan = row.clientVlan === null ? "trunk" : `vlan ${row.clientVlan}`;
  const segment = row.segment === null ? "?" : String(row.segment);
  return `${sign} ${row.key.padEnd(14)} port ${row.port} ${row.portKind.padEnd(6)} ${vlan.padEnd(13)} pair ${row.hostTag}.${row.customerTag} segment ${segment}`;
}
