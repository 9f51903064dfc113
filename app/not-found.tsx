import Link from "next/link";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-prose flex-col items-start justify-center gap-3 p-6">
      <title>Not found · Dovetail</title>
      <h1 className="text-lg font-semibold">Not found</h1>
      <p className="text-ink-2">
        There is nothing at this address for you. Check the id, or go to your lists and choose it there.
      </p>
      <Button asChild look="primary">
        <Link href="/">To the start page</Link>
      </Button>
    </main>
  );
}
