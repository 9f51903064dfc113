import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { WithMe } from "@/components/trpc/server";

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <WithMe>
      <Shell>{children}</Shell>
    </WithMe>
  );
}
