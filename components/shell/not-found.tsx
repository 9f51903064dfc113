import Link from "next/link";
import { Button } from "../ui/button";

/** Absent and foreign look alike, so that nobody learns which ids exist. */
export function NotFoundWords() {
  return (
    <div className="flex max-w-prose flex-col items-start gap-3 py-10">
      <title>Not found · Dovetail</title>
      <h1 className="text-lg font-semibold">Not found</h1>
      <p className="text-ink-2">
        There is nothing at this address for you. Check the id, or go to your lists and choose it there.
      </p>
      <Button asChild look="primary">
        <Link href="/">To the start page</Link>
      </Button>
    </div>
  );
}
