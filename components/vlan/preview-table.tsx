import type { VlanPreviewRow } from "@/server/services/vlan/view";
import { Shape } from "../state/shape";
import { ClientVlan } from "../tag/client-vlan";
import { TagChip } from "../tag/tag-chip";

/** Every pair that would be given out, before it is. */
export function PreviewTable({ rows }: { rows: readonly VlanPreviewRow[] }) {
  return (
    <div className="max-h-64 overflow-y-auto rounded-md border border-line" aria-live="polite">
      <table className="w-full text-table">
        <caption className="sr-only">Pairs that would be given out</caption>
        <thead className="sticky top-0 bg-surface text-left text-xs text-ink-3">
          <tr className="border-b border-line">
            <th scope="col" className="h-7 px-2 font-medium">
              VLAN
            </th>
            <th scope="col" className="px-2 font-medium">
              would get
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.vid ?? "untagged"} className="border-b border-line last:border-b-0">
              <td className="h-7 px-2 align-top leading-7">
                <ClientVlan vid={row.vid} />
              </td>
              <td className="px-2 py-1 wrap-anywhere">
                {row.conflict === null ? (
                  <span className="inline-flex gap-1">
                    <TagChip tag={{ kind: "host", value: row.hostTag, format: 0x88a8 }} />
                    {row.customerTag === null ? null : (
                      <TagChip tag={{ kind: "customer", value: row.customerTag, format: 0x8100 }} />
                    )}
                  </span>
                ) : (
                  <span className="flex gap-1.5 text-danger">
                    <Shape shape="failed" className="mt-0.5" /> {row.conflict}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
