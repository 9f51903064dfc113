"use client";

import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { classNames } from "./class-names";

/** Rows drawn at once; more on request, so that ten thousand rows do not freeze the page. */
const PAGE_ROWS = 200;

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: "right";
  /** On a narrow screen it heads the card, without its title. */
  readonly heads?: boolean;
  readonly className?: string;
}

interface DataTableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly rowClass?: (row: Row) => string | undefined;
}

/** A table that becomes a list of cards with the same content on a narrow screen. */
export function DataTable<Row>({ caption, rows, columns, rowKey, rowClass }: DataTableProps<Row>) {
  const [shown, setShown] = useState(PAGE_ROWS);
  return (
    <>
      <table className="w-full border-collapse text-table max-md:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-md:sr-only">
          <tr className="border-b border-line text-left text-xs text-ink-3">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={classNames(
                  "h-8 px-3 font-medium whitespace-nowrap",
                  column.align === "right" && "text-right",
                )}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.slice(0, shown).map((row) => (
            <tr
              key={rowKey(row)}
              className={classNames(
                "border-b border-line last:border-b-0 max-md:grid max-md:gap-1 max-md:px-3 max-md:py-3 md:hover:bg-sunken",
                rowClass?.(row),
              )}
            >
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown ? (
        <div className="border-t border-line p-2 text-center">
          <Button look="ghost" size="small" onClick={() => setShown(shown + PAGE_ROWS * 5)}>
            Show more: {shown} of {rows.length} shown
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  return (
    <td
      data-title={column.title}
      className={classNames(
        "h-8 px-3 py-1 align-middle",
        "max-md:flex max-md:h-auto max-md:min-h-6 max-md:items-baseline max-md:justify-between max-md:gap-4 max-md:p-0 max-md:text-right",
        "max-md:before:shrink-0 max-md:before:text-ink-3 max-md:before:content-[attr(data-title)]",
        column.heads &&
          "wrap-anywhere md:min-w-28 max-md:justify-start max-md:text-left max-md:text-sm max-md:font-medium max-md:before:content-none",
        column.align === "right" && "text-right",
        column.className,
      )}
    >
      {column.cell(row)}
    </td>
  );
}
