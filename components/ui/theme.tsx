"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { ThemeProvider as Provider, useTheme } from "next-themes";
import type { ReactNode } from "react";
import { Toaster } from "sonner";
import { Button } from "./button";
import { Menu, MenuItem } from "./menu";

/** Light, dark, or as the system says; chosen before the first paint. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  return (
    <Provider attribute="data-theme" defaultTheme="system" enableSystem disableTransitionOnChange>
      {children}
    </Provider>
  );
}

const THEMES = [
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
  { value: "system", label: "As the system", Icon: Monitor },
] as const;

/** Chooses the theme. */
export function ThemeSwitch() {
  const { setTheme } = useTheme();
  return (
    <Menu
      trigger={
        <Button look="ghost" size="icon" aria-label="Theme">
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </Button>
      }
    >
      {THEMES.map(({ value, label, Icon }) => (
        <MenuItem key={value} onSelect={() => setTheme(value)}>
          <Icon aria-hidden /> {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** Short notes in the corner, in the colours of the theme. */
export function Notes() {
  const { resolvedTheme } = useTheme();
  return <Toaster theme={resolvedTheme === "dark" ? "dark" : "light"} position="bottom-right" />;
}
