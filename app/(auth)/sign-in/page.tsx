import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DEMO_WORLD } from "@/components/auth/demo-world";
import { safeNext } from "@/components/auth/safe-next";
import { SignInForm } from "@/components/auth/sign-in-form";
import { readMe } from "@/components/trpc/server";
import { env } from "@/server/env";

export const metadata: Metadata = { title: "Sign in · Dovetail" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  const target = typeof next === "string" ? next : null;
  if ((await readMe()) !== null) redirect(safeNext(target));
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-5 p-6">
      <div>
        <h1 className="text-xl font-semibold">Dovetail</h1>
        <p className="text-ink-2">Your racks and your cloud on one LAN, and every frame between them in sight.</p>
      </div>
      <SignInForm next={target} demo={env().demo ? DEMO_WORLD : []} />
    </main>
  );
}
