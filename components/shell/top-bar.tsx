"use client";

import { PanelLeft } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { ThemeSwitch } from "../ui/theme";
import { Breadcrumb } from "./breadcrumb";
import { LiveState } from "./live-state";
import { Rail } from "./rail";
import { UserMenu } from "./user-menu";

/** Above each page: where it stands, whether it is live, theme, account. */
export function TopBar() {
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-3 border-b border-line bg-canvas px-4 max-md:gap-1 max-md:px-2">
      <div className="lg:hidden">
        <Sheet
          open={open}
          onOpenChange={setOpen}
          title="Sections"
          trigger={
            <Button look="ghost" size="icon" aria-label="Open sections">
              <PanelLeft aria-hidden />
            </Button>
          }
        >
          <Rail onNavigate={() => setOpen(false)} />
        </Sheet>
      </div>
      <div className="min-w-0 flex-1">
        <Breadcrumb />
      </div>
      <LiveState />
      <div className="flex items-center">
        <ThemeSwitch />
        <UserMenu />
      </div>
    </header>
  );
}
