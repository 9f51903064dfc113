import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ApiProvider } from "@/components/trpc/provider";
import { Notes, ThemeProvider } from "@/components/ui/theme";
import { TooltipProvider } from "@/components/ui/tooltip";

export const metadata: Metadata = {
  description: "Extend your racks into the cloud at layer 2, and see every frame on its way.",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <ThemeProvider>
          <TooltipProvider>
            <ApiProvider>{children}</ApiProvider>
          </TooltipProvider>
          <Notes />
        </ThemeProvider>
      </body>
    </html>
  );
}
