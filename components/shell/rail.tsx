"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useWaitingCount } from "../request/use-waiting-count";
import { useTRPC } from "../trpc/context";
import { classNames } from "../ui/class-names";
import { OPERATOR_SECTIONS, type Section, TENANT_SECTIONS } from "./sections";

/** Whose portal it is, and its sections. */
export function Rail({ onNavigate }: { onNavigate?: () => void }) {
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions()).data;
  const sections = me?.operator ? OPERATOR_SECTIONS : TENANT_SECTIONS;
  return (
    <div className="flex h-full flex-col gap-3 p-3">
      <div className="px-2 pt-1">
        <p className="font-semibold tracking-tight">Dovetail</p>
        <p className="truncate text-xs text-ink-3" title={me?.tenant?.name}>
          {me?.operator ? "Operations" : (me?.tenant?.name ?? "\u00a0")}
        </p>
      </div>
      <nav aria-label="Sections">
        <ul className="flex flex-col gap-0.5">
          {me === undefined
            ? null
            : sections.map((section) => (
                <li key={section.href}>
                  <RailLink section={section} onNavigate={onNavigate} />
                </li>
              ))}
        </ul>
      </nav>
    </div>
  );
}

function RailLink({ section, onNavigate }: { section: Section; onNavigate?: () => void }) {
  const path = usePathname();
  const here = path === section.href || path.startsWith(`${section.href}/`);
  return (
    <Link
      href={section.href}
      onClick={onNavigate}
      aria-current={here ? "page" : undefined}
      className={classNames(
        "flex h-8 items-center gap-2 rounded-md px-2 text-ink-2 hover:bg-hover hover:text-ink max-md:h-10",
        here && "bg-hover font-medium text-ink",
      )}
    >
      <section.Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
      <span className="flex-1">{section.label}</span>
      {section.counts === "requests" ? <WaitingCount /> : null}
    </Link>
  );
}

function WaitingCount() {
  const waiting = useWaitingCount();
  if (waiting === 0) return null;
  return (
    <span className="number rounded-full bg-ink px-1.5 text-xs leading-[1.125rem] text-surface">
      {waiting}
      <span className="sr-only"> waiting for a decision</span>
    </span>
  );
}
