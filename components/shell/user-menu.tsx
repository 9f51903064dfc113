"use client";

import { useQuery } from "@tanstack/react-query";
import { LogOut, UserRound } from "lucide-react";
import { authClient } from "../auth/client";
import { useTRPC } from "../trpc/context";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuNote, MenuRule } from "../ui/menu";

/** Who is signed in, and the way out. */
export function UserMenu() {
  const trpc = useTRPC();
  const me = useQuery(trpc.me.get.queryOptions()).data;
  const leave = async () => {
    await authClient.signOut();
    window.location.assign("/sign-in");
  };
  return (
    <Menu
      trigger={
        <Button look="ghost" className="max-w-44 px-2" aria-label={me ? `Account of ${me.user.name}` : "Account"}>
          <UserRound aria-hidden />
          <span className="truncate max-md:hidden">{me?.user.name}</span>
        </Button>
      }
    >
      <MenuNote>
        <span className="number block text-ink-2">{me?.user.email}</span>
        <span className="block">{me?.operator ? "Operator" : me?.tenant?.name}</span>
      </MenuNote>
      <MenuRule />
      <MenuItem onSelect={leave}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
