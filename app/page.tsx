import { redirect } from "next/navigation";
import { readMe } from "@/components/trpc/server";

/** The way in: to the person's own start page. */
export default async function Page() {
  const me = await readMe();
  if (me === null) redirect("/sign-in");
  redirect(me.operator ? "/admin/requests" : "/racks");
}
