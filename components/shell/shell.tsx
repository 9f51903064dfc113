import type { ReactNode } from "react";
import { LiveEvents } from "../trpc/live-events";
import { Rail } from "./rail";
import { TopBar } from "./top-bar";

/** The frame around all pages of signed-in people: rail, top bar, content to the full width. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <LiveEvents>
      <a
        href="#content"
        className="sr-only rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-3 focus:py-1.5"
      >
        Skip to the content
      </a>
      <div className="min-h-dvh lg:grid lg:grid-cols-[12.5rem_minmax(0,1fr)]">
        <aside className="sticky top-0 h-dvh overflow-y-auto border-r border-line max-lg:hidden">
          <Rail />
        </aside>
        <div className="flex min-w-0 flex-col">
          <TopBar />
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 p-5 outline-none max-md:p-4">
            {children}
          </main>
        </div>
      </div>
    </LiveEvents>
  );
}
